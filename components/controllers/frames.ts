/** Takes pictures from a playing video, one at a time: the next is taken when the last has been dealt with. */

/** What is taken of a frame: the pixels, at the size the camera delivers (at most MAX_SIDE). */
export type OnFrame = (image: ImageData) => Promise<void>;

/** A 4K camera gives nothing that this does not, and costs four times as much. */
const MAX_SIDE = 1920;
/** Milliseconds after which a frame is taken though no callback came: some browsers drop it for a video out of view. */
const PATIENCE = 500;

/**
 * Runs until the signal is aborted. Frames that come while one is being dealt with are dropped.
 * @param video must be playing; not attached to the loop in any other way
 */
export async function eachFrame(video: HTMLVideoElement, onFrame: OnFrame, signal: AbortSignal): Promise<void> {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return;
  while (!signal.aborted) {
    await nextFrame(video, signal);
    if (signal.aborted) break;
    const image = grab(video, canvas, context);
    if (image) await onFrame(image);
  }
  // Lets go of the picture at once, not whenever the collector runs.
  canvas.width = canvas.height = 0;
}

function grab(
  video: HTMLVideoElement,
  canvas: HTMLCanvasElement,
  context: CanvasRenderingContext2D,
): ImageData | undefined {
  const { videoWidth, videoHeight } = video;
  if (!videoWidth || !videoHeight || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return undefined;
  const scale = Math.min(1, MAX_SIDE / Math.max(videoWidth, videoHeight));
  const [width, height] = [Math.round(videoWidth * scale), Math.round(videoHeight * scale)];
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  context.drawImage(video, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

/** Resolves at the next frame shown, after PATIENCE at the latest, or when the signal is aborted. */
function nextFrame(video: HTMLVideoElement, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const withCallback = 'requestVideoFrameCallback' in video;
    const request = withCallback ? video.requestVideoFrameCallback(done) : requestAnimationFrame(done);
    const timer = setTimeout(done, PATIENCE);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      if (withCallback) video.cancelVideoFrameCallback(request);
      else cancelAnimationFrame(request);
      resolve();
    }
  });
}
