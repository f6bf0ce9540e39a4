import type { ReactNode } from 'react';
import { Row } from '../row.tsx';
import { type TextFieldProps, textFieldLine } from './text-field-line.ts';

/** A line to type into. */
export const TextField = (props: TextFieldProps): ReactNode => (
	<Row width={props.width} spans={textFieldLine(props)} />
);
