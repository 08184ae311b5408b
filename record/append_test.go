package record

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A fillMode says what becomes of the fields of a record that a test makes up.
type fillMode int

const (
	absent      fillMode = iota // nil, absent Optionals, empty text
	present                     // everything there, nothing zero
	presentZero                 // everything there that can be, but empty or zero
	mixed                       // each field by chance
)

// filler fills structs by reflection, so that a field that is new is filled too.
type filler struct {
	*rand.Rand
	mode fillMode
}

// fill makes up a record. Whole certificates are left out or whole, as they are in records.
func fill(mode fillMode, seed uint64) *Connection {
	f := filler{rand.New(rand.NewPCG(seed, 1)), mode}
	c := new(Connection)
	f.value(reflect.ValueOf(c).Elem())
	return c
}

// pick chooses one field's mode.
func (f filler) pick() fillMode {
	if f.mode == mixed {
		return fillMode(f.IntN(int(mixed)))
	}
	return f.mode
}

func (f filler) value(v reflect.Value) {
	if v.Type() == reflect.TypeFor[time.Time]() {
		v.Set(reflect.ValueOf(f.date()))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		f.fields(v)
	case reflect.Pointer:
		if f.pick() != absent {
			v.Set(reflect.New(v.Type().Elem()))
			f.value(v.Elem())
		}
	case reflect.Slice:
		f.slice(v)
	default:
		if f.pick() == present {
			f.scalar(v)
		}
	}
}

func (f filler) fields(v reflect.Value) {
	if there := v.FieldByName("Present"); there.IsValid() {
		if f.pick() != absent {
			there.SetBool(true)
			f.value(v.FieldByName("Value"))
		}
		return
	}
	for i := range v.NumField() {
		if v.Type().Field(i).Tag.Get("json") != "-" {
			f.value(v.Field(i))
		}
	}
}

func (f filler) slice(v reflect.Value) {
	n := 0
	switch f.pick() {
	case absent:
		return
	case present:
		n = 1 + f.IntN(3)
	}
	v.Set(reflect.MakeSlice(v.Type(), n, n))
	for i := range n {
		f.value(v.Index(i))
	}
}

func (f filler) scalar(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(f.text())
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(f.Int64() - math.MaxInt64/2)
	case reflect.Uint8, reflect.Uint16, reflect.Uint64:
		v.SetUint(f.Uint64()>>(64-v.Type().Bits()) | 1)
	case reflect.Float64:
		v.SetFloat(float64(1+f.Int64N(1e12)) / 1e6)
	default:
		panic(fmt.Sprintf("the record holds a %s, which this test can't make up", v.Type()))
	}
}

// text makes up text with characters that JSON must escape, or may not.
func (f filler) text() string {
	const alphabet = "abcXYZ019 .*-_/\"\\<>&'\x00\x07\x1b\n\r\t\x7f\u0085äß漢\u200b\u202e\u2028\ufeff😀"
	runes := []rune(alphabet)
	var b strings.Builder
	for range 1 + f.IntN(20) {
		b.WriteRune(runes[f.IntN(len(runes))])
	}
	return b.String()
}

// date makes up a time as certificates have it; the year is always one that RFC 3339 can write.
func (f filler) date() time.Time {
	if f.pick() != present {
		return time.Time{}
	}
	return time.Unix(f.Int64N(8e9)-2e9, f.Int64N(2)*f.Int64N(1e9)).UTC()
}

// records calls check with records of every mode.
func records(t *testing.T, check func(t *testing.T, c *Connection)) {
	t.Helper()
	for mode, name := range map[fillMode]string{absent: "absent", present: "present", presentZero: "present and zero", mixed: "mixed"} {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(50) {
				check(t, fill(mode, seed))
			}
		})
	}
}

func TestRecordReadsBackAsItWas(t *testing.T) {
	records(t, func(t *testing.T, c *Connection) {
		encoded := c.AppendJSON(nil)
		got := new(Connection)
		if err := json.Unmarshal(encoded, got); err != nil {
			t.Fatalf("%v in %.300s", err, encoded)
		}
		if diff := cmp.Diff(c, got); diff != "" {
			t.Fatalf("read back (-want +got):\n%s", diff)
		}
	})
}

func TestRecordIsEncodedAsItsTagsSay(t *testing.T) {
	records(t, func(t *testing.T, c *Connection) {
		want, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		got := c.AppendJSON(nil)
		if diff := cmp.Diff(decoded(t, want), decoded(t, got)); diff != "" {
			t.Fatalf("against encoding/json (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(members(t, want), members(t, got)); diff != "" {
			t.Fatalf("order of members against encoding/json (-want +got):\n%s", diff)
		}
	})
}

// decoded decodes JSON, numbers as they are written.
func decoded(t *testing.T, b []byte) any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%v in %.300s", err, b)
	}
	return v
}

// members lists the tokens of JSON that are text: names and values in order.
func members(t *testing.T, b []byte) (list []string) {
	t.Helper()
	for d := json.NewDecoder(bytes.NewReader(b)); ; {
		token, err := d.Token()
		if err != nil {
			return list
		}
		if s, ok := token.(string); ok {
			list = append(list, s)
		}
	}
}

func TestAppendJSONKeepsWhatWasThere(t *testing.T) {
	c := fill(present, 7)
	if got, want := string(c.AppendJSON([]byte("before "))), "before "+string(c.AppendJSON(nil)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestRecordIsOneLine(t *testing.T) {
	records(t, func(t *testing.T, c *Connection) {
		if b := c.AppendJSON(nil); bytes.ContainsAny(b, "\n\r") {
			t.Fatalf("a line end in %s", b)
		}
	})
}

func TestCertificateEncodedBeforeIsEncodedTheSame(t *testing.T) {
	c := fill(present, 3)
	want := string(c.AppendJSON(nil))
	for i := range c.Certificates.Server {
		leaf := c.Certificates.Server[i].Certificate
		leaf.JSON = EncodeCertificate(leaf)
	}
	if diff := cmp.Diff(want, string(c.AppendJSON(nil))); diff != "" {
		t.Errorf("(-encoded anew +encoded before):\n%s", diff)
	}
}

func TestCertificateThatIsMissingLeavesItsPacket(t *testing.T) {
	c := &Certificates{Server: []PresentedCertificate{{Packet: Packet{Number: 9}}}}
	if got, want := string(c.append(nil)), `{"server":[{"packet":9}]}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
