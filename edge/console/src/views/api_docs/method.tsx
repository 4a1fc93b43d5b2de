import css from './api_docs.module.css';

export const Method = ({ method }: { method: string }) => (
  <span className={css.method} data-method={method}>
    {method === 'DELETE' ? 'DEL' : method}
  </span>
);
