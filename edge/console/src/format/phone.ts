// Presentation of phone numbers only: what is a valid number is the server's to say.

const kOneDigitCodes = ['1', '7'];
const kTwoDigitCodes =
  '20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98'.split(
    ' ',
  );

/** National form for North America, grouped international form elsewhere; whatever is not E.164 comes back as it is. */
export function nationalForm(e164: string): string {
  if (!/^\+\d{7,15}$/.test(e164)) return e164;
  const digits = e164.slice(1);
  if (digits.length === 11 && digits[0] === '1') {
    return `(${digits.slice(1, 4)}) ${digits.slice(4, 7)}-${digits.slice(7)}`;
  }
  const code =
    kOneDigitCodes.find((c) => digits.startsWith(c)) ??
    kTwoDigitCodes.find((c) => digits.startsWith(c)) ??
    digits.slice(0, 3);
  return `+${code} ${grouped(digits.slice(code.length))}`;
}

function grouped(digits: string): string {
  const groups: string[] = [];
  let rest = digits;
  while (rest.length > 4) {
    groups.push(rest.slice(0, 3));
    rest = rest.slice(3);
  }
  return [...groups, rest].join(' ');
}

/** What a person typed, put into the shape the server reads: +, digits; ten digits are North American. */
export function asDialled(typed: string): string {
  const digits = typed.replace(/\D/g, '');
  if (!digits) return '';
  if (typed.trim().startsWith('+')) return `+${digits}`;
  if (digits.length === 10) return `+1${digits}`;
  return `+${digits}`;
}
