import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isAccessible, screenshot } from './support/browser.mts';
import { aBrowser, aDesk, kLooks } from './support/desk.mts';
import { anAudioFile, kWav } from './support/story.mts';

const kFile = { name: 'voicemail.wav', mimeType: 'audio/wav', buffer: kWav };

describe('The audio files', () => {
  const browser = aBrowser();

  for (const look of kLooks.filter(({ name }) => name !== '390-dark'))
    it(`are sent with their progress shown, and listed once they are there, in ${look.name}`, async (t) => {
      const { page, open, server } = await aDesk(t, browser(), { ...look, signedIn: true, role: 'agent', scene: (s) => void (s.audioFiles = [anAudioFile()]) });
      await open('/recordings/uploads');
      await page.getByText('1 file', { exact: true }).waitFor();
      server.faults.set('POST /api/audio/upload', 'hang');
      await page.getByLabel('Audio files to upload').setInputFiles([kFile, { ...kFile, name: 'notes.txt', mimeType: 'text/plain' }]);
      const sending = page.getByRole('list', { name: 'Files on their way' });
      await sending.getByRole('progressbar', { name: 'Progress of voicemail.wav' }).waitFor();
      await sending.getByText('This is no audio file.').waitFor();
      await isAccessible(page, `sending ${look.name}`);
      await screenshot(page, `audio-sending-${look.name}`);
      // Cancelled, nothing of it is listed.
      await sending.getByRole('button', { name: 'Cancel: voicemail.wav' }).click();
      await sending.getByRole('progressbar').waitFor({ state: 'detached' });
      await sending.getByRole('button', { name: 'Let go of notes.txt' }).click();
      await sending.waitFor({ state: 'detached' });
      server.faults.clear();
      await page.getByLabel('Audio files to upload').setInputFiles([kFile]);
      await page.getByRole('status').getByText('voicemail.wav has been uploaded.').waitFor();
      await page.getByText('2 files', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Listen to voicemail.wav' }).waitFor();
      const told = server.lastAsked('POST', '/api/audio/upload');
      assert.match(String(told?.headers['content-type']), /^multipart\/form-data; boundary=/);
      assert.ok(told?.headers['x-csrf-token']);
      assert.match(String(told?.body?.['form']), /name="file"; filename="voicemail.wav"\r\nContent-Type: audio\/wav/);
    });

  it('that did not arrive say why, and are sent again', async (t) => {
    const { page, open, server } = await aDesk(t, browser(), { signedIn: true, role: 'agent', scene: () => {} });
    await open('/recordings/uploads');
    server.faults.set('POST /api/audio/upload', { status: 502, code: 'VENDOR_ERROR', message: 'The store did not take it' });
    await page.getByLabel('Audio files to upload').setInputFiles([kFile, { ...kFile, name: 'second.wav' }]);
    const sending = page.getByRole('list', { name: 'Files on their way' });
    const alert = sending.getByRole('alert').filter({ hasText: 'voicemail.wav was not uploaded' });
    await alert.getByText('VENDOR_ERROR').waitFor();
    await sending.getByRole('alert').filter({ hasText: 'second.wav was not uploaded' }).waitFor();
    await isAccessible(page, 'sending failed');
    await screenshot(page, 'audio-failed-light');
    server.faults.clear();
    await alert.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('button', { name: 'Listen to voicemail.wav' }).waitFor();
    assert.equal(await sending.getByRole('listitem').count(), 1, 'the other stays until somebody says what becomes of it');
  });

  for (const look of kLooks.filter(({ name }) => name !== '390-dark'))
    it(`are played by ranges from where they are kept, in ${look.name}`, async (t) => {
      const { page, open, server } = await aDesk(t, browser(), { ...look, signedIn: true, role: 'viewer', scene: (s) => void (s.audioFiles = [anAudioFile({ content_type: 'audio/wav' })]) });
      await open('/recordings/uploads');
      assert.equal(await page.getByRole('button', { name: 'Upload files' }).count(), 0, 'viewers listen');
      await page.getByRole('button', { name: 'Listen to Voicemail of Mr Alvarez.mp3' }).click();
      const dialog = page.getByRole('dialog', { name: 'Voicemail of Mr Alvarez.mp3' });
      await dialog.getByText('Who listens is written down.').waitFor();
      const path = anAudioFile().stream_path;
      assert.equal(server.lastAsked('GET', path), undefined, 'looking is not listening');
      await isAccessible(page, `audio file ${look.name}`);
      await screenshot(page, `audio-file-${look.name}`);
      await dialog.locator('audio').evaluate(async (audio: HTMLAudioElement) => {
        audio.muted = true;
        await audio.play();
      });
      assert.match(String(server.lastAsked('GET', path)?.headers.range), /^bytes=0-/);
    });
});
