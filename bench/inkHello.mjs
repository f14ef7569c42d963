// The peer that starts are measured against: the least that Ink can draw.
import { render, Text } from 'ink';
import { createElement } from 'react';

render(createElement(Text, null, 'Hello from Ink'));
// Ends when it is killed: what is measured is its start and its memory.
setInterval(() => {}, 60_000);
