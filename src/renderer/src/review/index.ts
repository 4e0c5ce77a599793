export { ReviewRoom, type ReviewRoomProps } from './review-room.tsx';
