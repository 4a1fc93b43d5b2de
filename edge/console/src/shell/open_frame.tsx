// The frame of a page that anybody may see: the console itself for whoever is signed in, a plain one for everybody else.
import { useQuery } from '@tanstack/react-query';
import { Suspense, lazy } from 'react';
import { sessionQuery } from '../api/queries.ts';
import { Pending } from './outside.tsx';

const Shell = lazy(async () => ({ default: (await import('./shell.tsx')).Shell }));
const PublicFrame = lazy(async () => ({ default: (await import('./public_frame.tsx')).PublicFrame }));

export function OpenFrame() {
  const { data } = useQuery(sessionQuery);
  return <Suspense fallback={<Pending />}>{data?.user ? <Shell /> : <PublicFrame />}</Suspense>;
}
