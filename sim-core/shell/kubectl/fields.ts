/** Reads what an object's type does not say: fields that are only kept and shown. */
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const fieldsOf = (value: unknown, name: string): Fields => {
  const field = isFields(value) ? value[name] : undefined;
  return isFields(field) ? field : {};
};

export const listOf = (value: unknown, name: string): readonly Fields[] => {
  const field = isFields(value) ? value[name] : undefined;
  return Array.isArray(field) ? field.filter(isFields) : [];
};

/** A text, number or boolean as it prints; empty when there is none. */
export const textOf = (value: unknown, name: string): string => {
  const field = isFields(value) ? value[name] : undefined;
  return typeof field === 'string' || typeof field === 'number' || typeof field === 'boolean' ? String(field) : '';
};

export const numberOf = (value: unknown, name: string): number | undefined => {
  const field = isFields(value) ? value[name] : undefined;
  return typeof field === 'number' ? field : undefined;
};

export const textsOf = (value: unknown, name: string): readonly string[] => {
  const field = isFields(value) ? value[name] : undefined;
  return Array.isArray(field) ? field.filter((item) => typeof item === 'string') : [];
};
