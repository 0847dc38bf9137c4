import { Fragment, type ReactElement } from 'react';

/** A domain name that breaks after its dots and nowhere else, as long as its labels have room. */
export function DottedName({ name }: { readonly name: string }): ReactElement {
  const labels = name.split(/(?<=[. ])/);
  return (
    <>
      {labels.map((label, index) => (
        <Fragment key={index}>
          {index > 0 && <wbr />}
          <span style={label.length < 30 ? { whiteSpace: 'nowrap' } : undefined}>{label}</span>
        </Fragment>
      ))}
    </>
  );
}
