/**
 * Names, labels, ports and addresses: each check returns what is wrong, in the server's words.
 *
 * @see apimachinery/pkg/util/validation/validation.go, apimachinery/pkg/api/validate/content (v1.34)
 */
const label1123 = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const label1123Message =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
const subdomain1123 = `${label1123}(\\.${label1123})*`;
const subdomain1123Message =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
const label1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const label1035Message =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
const qualifiedName = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const qualifiedNameMessage =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const labelValue = `(${qualifiedName})?`;
const labelValueMessage =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const configMapKey = '[-._a-zA-Z0-9]+';

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`);

const patterns = {
  label1123: whole(label1123),
  subdomain1123: whole(subdomain1123),
  label1035: whole(label1035),
  qualifiedName: whole(qualifiedName),
  labelValue: whole(labelValue),
  configMapKey: whole(configMapKey),
};

function regexError(message: string, pattern: string, ...examples: readonly string[]): string {
  const shown = examples.map((example) => `'${example}'`).join(',  or ');
  return `${message} (e.g. ${shown}, regex used for validation is '${pattern}')`;
}

const maximumLength = (length: number): string => `must be no more than ${length} characters`;

export function dns1123Label(value: string): readonly string[] {
  const errors = value.length > 63 ? [maximumLength(63)] : [];
  if (patterns.label1123.test(value)) return errors;
  if (patterns.subdomain1123.test(value)) return [...errors, 'must not contain dots'];
  return [...errors, regexError(label1123Message, label1123, 'my-name', '123-abc')];
}

export function dns1123Subdomain(value: string): readonly string[] {
  const errors = value.length > 253 ? [maximumLength(253)] : [];
  if (patterns.subdomain1123.test(value)) return errors;
  return [...errors, regexError(subdomain1123Message, subdomain1123, 'example.com')];
}

export function dns1035Label(value: string): readonly string[] {
  const errors = value.length > 63 ? [maximumLength(63)] : [];
  if (patterns.label1035.test(value)) return errors;
  return [...errors, regexError(label1035Message, label1035, 'my-name', 'abc-123')];
}

/** @see apimachinery/pkg/api/validation/path/name.go (v1.34) IsValidPathSegmentName */
export function pathSegmentName(value: string): readonly string[] {
  if (value === '.' || value === '..') return [`may not be '${value}'`];
  return ['/', '%'].filter((c) => value.includes(c)).map((c) => `may not contain '${c}'`);
}

export function qualifiedNameErrors(value: string): readonly string[] {
  const errors: string[] = [];
  const parts = value.split('/');
  const name = parts.length === 2 ? (parts[1] ?? '') : value;
  if (parts.length === 2) {
    const prefix = parts[0] ?? '';
    if (prefix === '') errors.push('prefix part must be non-empty');
    else errors.push(...dns1123Subdomain(prefix).map((message) => `prefix part ${message}`));
  } else if (parts.length > 2) {
    const message = regexError(qualifiedNameMessage, qualifiedName, 'MyName', 'my.name', '123-abc');
    return [`a qualified name ${message} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  if (name === '') errors.push('name part must be non-empty');
  else if (name.length > 63) errors.push(`name part ${maximumLength(63)}`);
  if (!patterns.qualifiedName.test(name)) {
    errors.push(`name part ${regexError(qualifiedNameMessage, qualifiedName, 'MyName', 'my.name', '123-abc')}`);
  }
  return errors;
}

export function labelValueErrors(value: string): readonly string[] {
  const errors = value.length > 63 ? [maximumLength(63)] : [];
  if (patterns.labelValue.test(value)) return errors;
  return [...errors, regexError(labelValueMessage, labelValue, 'MyValue', 'my_value', '12345')];
}

export function configMapKeyErrors(value: string): readonly string[] {
  const errors = value.length > 253 ? [maximumLength(253)] : [];
  if (!patterns.configMapKey.test(value)) {
    const message = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
    errors.push(regexError(message, configMapKey, 'key.name', 'KEY_NAME', 'key-name'));
  }
  if (value === '.') errors.push("must not be '.'");
  else if (value === '..') errors.push("must not be '..'");
  else if (value.startsWith('..')) errors.push("must not start with '..'");
  return errors;
}

export const portNumber = (port: number): readonly string[] =>
  port >= 1 && port <= 65535 ? [] : ['must be between 1 and 65535, inclusive'];

/** IANA_SVC_NAME. */
export function portName(name: string): readonly string[] {
  const errors: string[] = [];
  if (name.length > 15) errors.push(maximumLength(15));
  if (!/^[-a-z0-9]+$/.test(name)) {
    errors.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  }
  if (!/[a-z]/.test(name)) errors.push('must contain at least one letter (a-z)');
  if (name.includes('--')) errors.push('must not contain consecutive hyphens');
  if (name.startsWith('-') || name.endsWith('-')) errors.push('must not begin or end with a hyphen');
  return errors;
}

export const envVarName = (name: string): readonly string[] => {
  const errors = /^[ -<>-~]+$/.test(name)
    ? []
    : [
        "a valid environment variable name must consist only of printable ASCII characters other than '=' (e.g. 'my-name',  or 'MY.NAME',  or 'my_name',  or 'MyName', regex used for validation is '[ -<>-~]+')",
      ];
  return errors;
};
