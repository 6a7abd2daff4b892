import { describe, expect, it } from '@jest/globals';
import { renderToStaticMarkup } from 'react-dom/server';
import { StrangersText } from './strangers-text.tsx';

const shown = (text: string, instead?: string) => renderToStaticMarkup(<StrangersText text={text} instead={instead} />);

describe('what a stranger wrote', () => {
  it('is text, in a direction of its own', () => {
    expect(shown('<script>alert(1)</script>')).toBe(
      '<bdi class="strangers">&lt;script&gt;alert(1)&lt;/script&gt;</bdi>',
    );
  });

  it('moves and hides nothing: controls are seen, and what turns or hides text is left out', () => {
    expect(shown('a\u202eb\u200bc\u0007d\u001b[31m\n\te')).toBe('<bdi class="strangers">abc␀d␀[31m\n\te</bdi>');
  });

  it('is said to be nothing where nothing of it can be seen', () => {
    expect(shown('\u200b \u3164', 'no name')).toBe('<bdi class="strangers">no name</bdi>');
  });
});
