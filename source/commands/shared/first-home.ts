// What paints home, loaded together.
export { readHomeLists } from '../../actions/home-lists.ts';
export { firstFrame } from '../../screens/first-frame.ts';
