import { useLayoutEffect, type RefObject } from 'react';

/** Tells an element, as `--top`, how far below the page's beginning it stands, so that it can fill what is left of the window. */
export function useTop(box: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = box.current;
    const around = element?.closest('main');
    if (!element || !around) return;
    const tell = () => {
      const top = element.getBoundingClientRect().top + window.scrollY;
      element.style.setProperty('--top', `${Math.round(top)}px`);
    };
    tell();
    // Whatever stands above it opens, closes and wraps.
    const watch = new ResizeObserver(tell);
    for (const part of around.querySelectorAll(':scope > * > *')) if (!part.contains(element)) watch.observe(part);
    watch.observe(around);
    return () => watch.disconnect();
  }, [box]);
}
