package record

import (
	"fmt"
	"strconv"
	"time"
)

// Time is a packet's time, in nanoseconds since 1970-01-01 UTC. Captures hold
// any time, 0 included, so a Time that may be unknown is an Optional[Time].
type Time int64

// timeZeros is the form of a time: RFC 3339 with all nine digits of its fraction.
// The year of a Time has four digits always: it is between 1677 and 2262.
const timeZeros = "0000-00-00T00:00:00.000000000Z"

// Std returns the time as the standard library has it, in UTC.
func (t Time) Std() time.Time { return time.Unix(0, int64(t)).UTC() }

// AppendText appends the time in RFC 3339 with all nine digits of its fraction.
func (t Time) AppendText(b []byte) ([]byte, error) {
	std := t.Std()
	year, month, day := std.Date()
	hour, minute, second := std.Clock()
	n := len(b)
	b = append(b, timeZeros...)
	text := (*[len(timeZeros)]byte)(b[n:])
	pair(text[0:], uint32(year)/100)
	pair(text[2:], uint32(year)%100)
	pair(text[5:], uint32(month))
	pair(text[8:], uint32(day))
	pair(text[11:], uint32(hour))
	pair(text[14:], uint32(minute))
	pair(text[17:], uint32(second))
	rest := uint32(std.Nanosecond())
	text[28] = '0' + byte(rest%10)
	rest /= 10
	pair(text[26:], rest%100)
	pair(text[24:], rest/1e2%100)
	pair(text[22:], rest/1e4%100)
	pair(text[20:], rest/1e6)
	return b, nil
}

// pair writes a number below 100 as two digits.
func pair(b []byte, n uint32) {
	_ = b[1]
	b[0], b[1] = '0'+byte(n/10), '0'+byte(n%10)
}

// String returns the time in RFC 3339 with all nine digits of its fraction.
func (t Time) String() string {
	b, _ := t.AppendText(make([]byte, 0, len(timeZeros)))
	return string(b)
}

// MarshalJSON encodes the time as a JSON string.
func (t Time) MarshalJSON() ([]byte, error) { return strconv.AppendQuote(nil, t.String()), nil }

// UnmarshalJSON reads what MarshalJSON writes.
func (t *Time) UnmarshalJSON(b []byte) error {
	s, err := strconv.Unquote(string(b))
	if err != nil {
		return fmt.Errorf("time %s: %w", b, err)
	}
	std, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return err
	}
	*t = Time(std.UnixNano())
	return nil
}

// Milliseconds is a duration as the record shows it: a JSON number.
type Milliseconds float64

// Since returns the milliseconds from one packet's time to a later one's.
func (t Time) Since(earlier Time) Milliseconds { return Milliseconds(float64(t-earlier) / 1e6) }
