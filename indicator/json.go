package indicator

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// maxNesting is how deep objects and lists may stand in one another.
const maxNesting = 64

// json reads a MISP export or a STIX bundle. It goes through the file value by value, so
// that only one entry is in memory at a time.
func (l *loader) json(r *bufio.Reader) error {
	lines := &lineCounter{r: r, line: 1}
	w := walker{loader: l, lines: lines, decoder: json.NewDecoder(lines)}
	err := w.value(event{}, 0)
	if err == nil {
		if _, err = w.decoder.Token(); err == io.EOF {
			err = nil
		} else if err == nil {
			err = errors.New("something stands behind its end")
		}
	} else if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("line %d: it ends too early", lines.at(lines.read))
	case err != nil:
		return fmt.Errorf("line %d: %w", w.line(), err)
	case !w.known:
		return errors.New("it is JSON, but neither MISP's (with Event or Attribute) nor a STIX 2 bundle (with objects)")
	}
	return nil
}

// walker goes through JSON.
type walker struct {
	*loader
	lines   *lineCounter
	decoder *json.Decoder
	known   bool // whether there was anything of one of the two formats
}

func (w *walker) line() int { return w.lines.at(w.decoder.InputOffset()) }

// value goes through one value, which belongs to an event of MISP's or to none.
func (w *walker) value(e event, depth int) error {
	token, err := w.decoder.Token()
	if err != nil {
		return err
	}
	if depth > maxNesting {
		return fmt.Errorf("nested more than %d deep", maxNesting)
	}
	switch token {
	case json.Delim('{'):
		for w.decoder.More() {
			if err := w.member(&e, depth); err != nil {
				return err
			}
		}
	case json.Delim('['):
		for w.decoder.More() {
			if err := w.value(e, depth+1); err != nil {
				return err
			}
		}
	default:
		return nil
	}
	_, err = w.decoder.Token()
	return err
}

// member goes through one member of an object.
func (w *walker) member(e *event, depth int) error {
	name, err := w.decoder.Token()
	if err != nil {
		return err
	}
	switch name {
	case "info":
		return w.scalar(&e.info)
	case "threat_level_id":
		return w.scalar(&e.level)
	case "Attribute":
		return w.each(depth, func() error { return w.attribute(e) })
	case "objects":
		return w.each(depth, w.stixObject)
	}
	return w.value(*e, depth+1)
}

// scalar reads a text; anything else than a text is left alone.
func (w *walker) scalar(text *string) error {
	var v any
	err := w.decoder.Decode(&v)
	if s, ok := v.(string); ok {
		*text = s
	}
	return err
}

// each calls one for each element of a list, which takes it from the decoder.
func (w *walker) each(depth int, one func() error) error {
	w.known = true
	token, err := w.decoder.Token()
	if err != nil {
		return err
	}
	if token != json.Delim('[') {
		return errors.New("a list is expected")
	}
	for w.decoder.More() {
		if err := one(); err != nil {
			return err
		}
	}
	_, err = w.decoder.Token()
	return err
}

// decode reads one value into v. What does not fit is told, and ok is false.
func (w *walker) decode(v any) (ok bool, err error) {
	err = w.decoder.Decode(v)
	if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) {
		w.wrong(w.line(), fmt.Errorf("%s is a %s", wrong.Field, wrong.Value))
		return false, nil
	}
	return err == nil, err
}

// flag is true or false, however it is written.
type flag bool

func (f *flag) UnmarshalJSON(b []byte) error {
	*f = flag(string(b) == "true" || string(b) == "1" || string(b) == `"1"` || string(b) == `"true"`)
	return nil
}

// lineCounter tells in which line an offset is, of offsets that only grow.
type lineCounter struct {
	r    io.Reader
	read int64   // bytes so far
	ends []int64 // offsets behind the lines' ends that nobody asked past yet
	line int
}

func (c *lineCounter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	for i, b := range p[:n] {
		if b == '\n' {
			c.ends = append(c.ends, c.read+int64(i)+1)
		}
	}
	c.read += int64(n)
	return n, err
}

func (c *lineCounter) at(offset int64) int {
	passed := 0
	for passed < len(c.ends) && c.ends[passed] <= offset {
		passed++
	}
	c.ends = c.ends[:copy(c.ends, c.ends[passed:])]
	c.line += passed
	return c.line
}
