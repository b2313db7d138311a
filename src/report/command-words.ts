/** What a command begins with that our sentences have somebody type. */
const PROGRAM =
  /^\(?(?:momentum-secure|--set|cd|chattr|chgrp|chmod|chown|crontab|df|diff|ec_console|eccfg|export|findmnt|getent|grep|locale|ls|lsattr|mount|mv|ntpdate|openssl|passwd|ps|rm|setenforce|setfacl|ss|sudo|svcadm|sysctl|systemctl|umask|unset|visudo|[A-Z_]+=\S+|(?:\.|\/\S*\/(?:s?bin|init\.d|scripts))\/\S+)$/;

/** What begins one anywhere in a sentence. The others are common words: they do so at its start, or behind a colon. */
const OURS = /^\(?(?:momentum-secure|--set)$/;

/** With one of these a sentence goes on that began with a command: `momentum-secure renew makes a new one`. */
const PROSE =
  /^(?:\(.*|after|again|and|are|as|before|brings|by|closes|did|does|for|from|has|have|in|is|it|its|keeps|leaves|lists|makes|not|of|on|once|or|puts|says|saves|shows|takes|that|the|then|to|unless|until|was|what|when|where|which|who|with|wrote)$/;

/** The words of a sentence, a command in it as one: it has to be copied in one piece. */
export function commandWords(text: string): readonly string[] {
  const words = text.split(' ');
  const pieces: string[] = [];
  for (let at = 0; at < words.length; ) {
    const end = beginsAt(words, at) ? endFrom(words, at) : at + (isOption(words, at) ? 2 : 1);
    pieces.push(words.slice(at, end).join(' '));
    at = end;
  }
  return pieces;
}

/** `--root DIR` */
function isOption(words: readonly string[], at: number): boolean {
  return /^\(?--[a-z]/.test(words[at] ?? '') && /^[A-Z]+\b/.test(words[at + 1] ?? '');
}

function beginsAt(words: readonly string[], at: number): boolean {
  const [word = '', before = ''] = [words[at], words[at - 1]];
  return OURS.test(word) || (PROGRAM.test(word) && (at === 0 || before.endsWith(':') || word.startsWith('(')));
}

function endFrom(words: readonly string[], start: number): number {
  let at = start + 1;
  for (; at < words.length; at += 1) {
    const [word = '', before = ''] = [words[at], words[at - 1]];
    const ended = /[.,:)]$/.test(before) || (before.endsWith(';') && !PROGRAM.test(word));
    if (ended || PROSE.test(word)) break;
  }
  return at;
}
