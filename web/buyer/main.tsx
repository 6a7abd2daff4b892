import './buyer.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BuyerPage } from './buyer-page.tsx';
import { takeLink } from './link.ts';

const link = takeLink();

createRoot(document.getElementById('page')!).render(
  <StrictMode>
    <BuyerPage link={link} />
  </StrictMode>,
);
