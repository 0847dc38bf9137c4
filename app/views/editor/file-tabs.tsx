import { useLayoutEffect, useRef, type ReactElement } from 'react';
import { useText } from '../../i18n/text.js';
import { standingProblems, useDocument } from '../../state/document.js';
import { Tabs } from '../../ui/tabs.js';
import style from './file-tabs.module.css';

/** A tab a file. Where they do not fit, they first go without their endings, and then scroll, fading at the edge. */
export function FileTabs(): ReactElement {
  const { editor } = useText();
  const files = useDocument((state) => state.files);
  const active = useDocument((state) => state.active);
  const frame = useRef<HTMLDivElement>(null);
  const items = files.map((file) => {
    const count = standingProblems(file).filter((problem) => problem.severity === 'error').length;
    const [, stem = file.name, ending = ''] = /^(.+?)(\.ya?ml)?$/.exec(file.name) ?? [];
    const label = (
      <>
        <span aria-hidden="true">
          {stem}
          <span className={style.ending}>{ending}</span>
        </span>
        <span className="visually-hidden">{file.name}</span>
      </>
    );
    return {
      id: file.name,
      label,
      ...(count > 0 && { count, alarming: true, countLabel: editor.problems(count) }),
    };
  });
  const shape = items.map(({ id, count }) => `${id} ${count ?? ''}`).join();

  useLayoutEffect(() => {
    const list = frame.current?.firstElementChild;
    if (!(list instanceof HTMLElement) || frame.current === null) return;
    const { dataset } = frame.current;
    const fade = () => {
      const { scrollLeft, scrollWidth, clientWidth } = list;
      dataset['before'] = String(scrollLeft > 1);
      dataset['after'] = String(scrollLeft + clientWidth < scrollWidth - 1);
    };
    const fit = () => {
      dataset['short'] = 'false';
      dataset['short'] = String(list.scrollWidth > list.clientWidth);
      list.querySelector('[aria-selected=true]')?.scrollIntoView({ inline: 'nearest', block: 'nearest' });
      fade();
    };
    fit();
    const observer = new ResizeObserver(fit);
    observer.observe(list);
    list.addEventListener('scroll', fade, { passive: true });
    return () => {
      observer.disconnect();
      list.removeEventListener('scroll', fade);
    };
  }, [shape, active]);

  return (
    <div ref={frame} className={style.frame}>
      <Tabs
        name="files"
        label={editor.files}
        items={items}
        selected={active}
        onSelect={(name) => useDocument.setState({ active: name })}
        mono
      />
    </div>
  );
}
