/** One command and the words that may follow it. */
export interface Branch {
  readonly path: readonly string[];
  readonly words: readonly string[];
}

export type Shell = 'bash' | 'zsh' | 'fish';

/** The script of each shell. Every one works alike: the words before the cursor name a command, whose words are offered. */
export const COMPLETIONS: Readonly<Record<Shell, (branches: readonly Branch[]) => string>> = { bash, zsh, fish };

const nameOf = ({ path }: Branch) => path.join(' ');

function cases(branches: readonly Branch[], line: (branch: Branch) => string): string {
  return branches.map((branch) => `    '${nameOf(branch)}') ${line(branch)} ;;`).join('\n');
}

/** Shell patterns of every command: what is none of them is an argument or the value of an option. */
function commands(branches: readonly Branch[]): string {
  return branches
    .slice(1)
    .map((branch) => `'${nameOf(branch)}'`)
    .join('|');
}

function bash(branches: readonly Branch[]): string {
  return `# In ~/.bashrc: source <(roundtrip completion bash)
_roundtrip() {
  local at='' next='' words='' i
  for ((i = 1; i < COMP_CWORD; i++)); do
    next="\${at:+$at }\${COMP_WORDS[i]}"
    case "$next" in
      ${commands(branches)}) at="$next" ;;
    esac
  done
  case "$at" in
${cases(branches, ({ words }) => `words='${words.join(' ')}'`)}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _roundtrip roundtrip
`;
}

function zsh(branches: readonly Branch[]): string {
  return `#compdef roundtrip
# In ~/.zshrc, after compinit: source <(roundtrip completion zsh)
_roundtrip() {
  local at='' next='' i
  local -a offered
  for ((i = 2; i < CURRENT; i++)); do
    next="\${at:+$at }\${words[i]}"
    case "$next" in
      ${commands(branches)}) at="$next" ;;
    esac
  done
  case "$at" in
${cases(branches, ({ words }) => `offered=(${words.join(' ')})`)}
  esac
  compadd -- $offered || _files
}
compdef _roundtrip roundtrip
`;
}

function fish(branches: readonly Branch[]): string {
  const names = branches.slice(1).map((branch) => `'${nameOf(branch)}'`);
  return `# roundtrip completion fish > ~/.config/fish/completions/roundtrip.fish
function __roundtrip_at
  set -l at ''
  for word in (commandline -opc)[2..-1]
    set -l next (string trim -- "$at $word")
    if contains -- "$next" ${names.join(' ')}
      set at "$next"
    end
  end
  echo "$at"
end
${branches
  .map(
    (branch) => `complete -c roundtrip -n 'test (__roundtrip_at) = "${nameOf(branch)}"' -a '${branch.words.join(' ')}'`,
  )
  .join('\n')}
`;
}
