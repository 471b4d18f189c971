#!/bin/bash
# Writes test/fixtures/audio: one short voice in every kind of file that is read, made by other people's encoders.
# Needs espeak-ng, sox, ffmpeg, flac, lame, opus-tools, vorbis-tools. Takes about 10 s:
#   bash test/references/make-audio-fixtures.sh
# Kinds that differ from these by a few bytes of header are built in the tests, next to what they prove.
set -euo pipefail
cd "$(dirname "$0")/../fixtures/audio"
rm -f ./*
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
quiet="ffmpeg -hide_banner -loglevel error -y"
exact="-fflags +bitexact -flags +bitexact"

# The source: 1.25 s of synthetic speech, 16 kHz, 16 bit, one channel, no dither, peak at half scale.
espeak-ng -v en-us -s 175 -w "$work/spoken.wav" "The wind blew hard."
sox -D -R "$work/spoken.wav" -b 16 "$work/source.wav" rate -v 16000 trim 0 1.25 gain -n -6
cp "$work/source.wav" source.wav
# Two channels of it for encoders that want music, at 44.1 and 48 kHz.
sox -D -R source.wav "$work/44100.wav" rate -v 44100 channels 2
sox -D -R source.wav "$work/48000.wav" rate -v 48000

# WAV
sox -D -R source.wav -e unsigned -b 8 u8.wav
sox -D -R source.wav -b 24 s24.wav
sox -D -R source.wav -b 32 -e signed s32.wav
sox -D -R source.wav -b 32 -e float f32.wav
sox -D -R source.wav -b 64 -e float f64.wav
sox -D -R source.wav -e a-law alaw.wav
sox -D -R source.wav -e mu-law mulaw.wav
$quiet -i source.wav -rf64 always $exact rf64.wav
sox -D -R source.wav "$work/six.wav" remix 1 0 0 0 0 0 trim 0 0.5
$quiet -i "$work/six.wav" -c:a pcm_s24le -channel_layout 5.1 $exact extensible-6ch.wav

# FLAC: plain, of unknown length (encoded from a pipe), 24 bit, in Ogg, and at every common rate
flac -s -8 source.wav -o source.flac
sox source.wav -t raw - | flac -s -5 --endian=little --sign=signed --channels=1 --bps=16 --sample-rate=16000 - > unknown-length.flac
flac -s -8 s24.wav -o s24.flac
flac -s --ogg --serial-number=5 source.wav -o flac.oga
# Digital silence at the end: a last frame of a dozen bytes.
sox -D -R source.wav "$work/silent-end.wav" pad 0 0.5
flac -s -8 "$work/silent-end.wav" -o silent-end.flac
for rate in 8000 11025 22050 32000 44100 48000 96000 192000; do
  sox -D -R source.wav "$work/rate.wav" rate -v "$rate"
  flac -s -8 "$work/rate.wav" -o "rate-$rate.flac"
done
# What another resampler makes of the two rates that cannot hold all of the source.
sox -D -R "rate-8000.flac" -b 16 "$work/back.wav" rate -v 16000 && flac -s -8 "$work/back.wav" -o back-8000.flac
sox -D -R "rate-11025.flac" -b 16 "$work/back.wav" rate -v 16000 && flac -s -8 "$work/back.wav" -o back-11025.flac

# MP3: constant and variable rate with LAME's tag, without any tag, half-rate MPEG-2, with ID3v2 and ID3v1
lame --quiet -b 96 "$work/44100.wav" cbr-44100-stereo.mp3
lame --quiet -V 4 -m m "$work/48000.wav" vbr-48000.mp3
lame --quiet -b 64 -t "$work/48000.wav" untagged-48000.mp3
lame --quiet -b 32 --id3v2-latin1 --add-id3v2 --tt "A title" source.wav id3-16000.mp3
lame --quiet -b 32 --resample 8 source.wav mpeg25-8000.mp3

# Ogg and WebM
oggenc -Q -s 1 -q 5 "$work/44100.wav" -o vorbis-44100-stereo.ogg
oggenc -Q -s 2 -q 4 source.wav -o vorbis-16000.ogg
opusenc --quiet --bitrate 32 --serial 3 "$work/48000.wav" opus.opus
opusenc --quiet --bitrate 64 --serial 4 "$work/44100.wav" opus-stereo.opus
$quiet -i opus.opus -c copy $exact opus.webm
$quiet -i opus.opus -c copy -live 1 $exact -f webm pipe:1 > opus-live.webm
$quiet -i vorbis-16000.ogg -c copy $exact vorbis.webm
# One stream after the other in one file, the second at another rate and channel count.
cat opus.opus opus-stereo.opus > chained.opus
cat vorbis-16000.ogg vorbis-44100-stereo.ogg > chained.ogg

# Codecs that are refused by name, or need a browser
$quiet -i source.wav -c:a adpcm_ms $exact adpcm-ms.wav
$quiet -i source.wav -c:a adpcm_ima_wav $exact adpcm-ima.wav
$quiet -i source.wav -c:a alac $exact alac.m4a
$quiet -i source.wav -c:a aac -b:a 48k $exact aac.m4a
$quiet -i source.wav -c:a aac -b:a 48k -movflags +frag_keyframe+empty_moov $exact aac-fragmented.m4a
$quiet -i source.wav -c:a aac -b:a 48k -f adts $exact aac.aac
$quiet -f lavfi -i color=black:s=16x16:r=5:d=1 -c:v mpeg4 $exact silent-film.mp4
