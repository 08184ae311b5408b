package connection

import (
	"bytes"

	"github.com/klauspost/compress/s2"
)

// Of a dictionary: how many bytes of stories it is made from, how long one of them may be, and after how many
// times as many stories the next one is made.
const (
	dictionaryLen = 16 << 10
	maxSample     = dictionaryLen / 4
	renewal       = 8
)

// dictionaries makes packed stories small. What the connections of the same clients and servers keep differs in
// little more than their random numbers: each story is written as its difference to some that were packed before. As the traffic may
// change, the dictionary is made anew, but ever more rarely: connections that rest for long hold on to the one that
// they were packed with, so there may only be few.
type dictionaries struct {
	current *s2.Dict // nil until there were enough stories
	sample  []byte   // of which the next one is made
	packed  int      // stories so far
	due     int      // as many after which they are sampled again
}

// pack returns a story as few bytes, and the dictionary that they need; nil if they need none. It borrows both buffers.
func (d *dictionaries) pack(story, buffer []byte) ([]byte, *s2.Dict) {
	d.learn(story)
	if d.current == nil {
		return bytes.Clone(story), nil
	}
	return bytes.Clone(d.current.Encode(buffer, story)), d.current
}

// learn makes the next dictionary, when it is time.
func (d *dictionaries) learn(story []byte) {
	if d.packed++; d.packed < d.due || len(story) > maxSample {
		return
	}
	if d.sample = append(d.sample, story...); len(d.sample) >= dictionaryLen {
		d.current = s2.MakeDict(d.sample, story)
		d.sample, d.due = nil, d.packed*renewal
	}
}

// unpack returns the story that pack made bytes of, in the buffer if there is room.
func unpack(packed []byte, with *s2.Dict, buffer []byte) []byte {
	if with == nil {
		return packed
	}
	story, err := with.Decode(buffer, packed)
	if err != nil {
		panic(err) // nobody else wrote them
	}
	return story
}
