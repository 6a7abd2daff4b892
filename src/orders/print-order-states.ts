import { orderStatesPage } from './order-states-page.js';

process.stdout.write(orderStatesPage());
