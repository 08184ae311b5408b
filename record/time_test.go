package record

import (
	"encoding/json"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestTimeIsWrittenWithNineDigits(t *testing.T) {
	for in, want := range map[Time]string{
		0:                      "1970-01-01T00:00:00.000000000Z",
		1:                      "1970-01-01T00:00:00.000000001Z",
		-1:                     "1969-12-31T23:59:59.999999999Z",
		951_782_400e9:          "2000-02-29T00:00:00.000000000Z",
		951_868_799_123456789:  "2000-02-29T23:59:59.123456789Z",
		-2_203_977_600e9:       "1900-02-28T00:00:00.000000000Z",
		4_107_542_400e9:        "2100-03-01T00:00:00.000000000Z",
		1_700_000_000e9 + 5e8:  "2023-11-14T22:13:20.500000000Z",
		math.MaxInt64:          "2262-04-11T23:47:16.854775807Z",
		math.MinInt64:          "1677-09-21T00:12:43.145224192Z",
		1_704_067_199999999999: "2023-12-31T23:59:59.999999999Z",
	} {
		if got := in.String(); got != want {
			t.Errorf("Time(%d) is %s, want %s", int64(in), got, want)
		}
	}
}

func TestTimeIsWrittenAsTheStandardLibraryWritesIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := Time(rapid.Int64().Draw(t, "at"))
		want := at.Std().Format("2006-01-02T15:04:05.000000000Z")
		got, err := at.AppendText([]byte("x"))
		if err != nil || string(got) != "x"+want {
			t.Fatalf("Time(%d) is %s (%v), want %s", int64(at), got, err, want)
		}
	})
}

func TestTimeReadsBackAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := Time(rapid.Int64().Draw(t, "at"))
		b, err := json.Marshal(at)
		if err != nil {
			t.Fatal(err)
		}
		var got Time
		if err := json.Unmarshal(b, &got); err != nil || got != at {
			t.Fatalf("%s is read back as %d (%v), want %d", b, got, err, at)
		}
	})
}

func TestTimeThatIsNoneIsRefused(t *testing.T) {
	for _, s := range []string{`0`, `""`, `"yesterday"`, `"2023-13-01T00:00:00Z"`, `{}`} {
		var got Time
		if err := json.Unmarshal([]byte(s), &got); err == nil {
			t.Errorf("%s is read as %s", s, got)
		}
	}
}

func TestSinceIsInMilliseconds(t *testing.T) {
	if got, want := Time(2_500_000).Since(1_000_000), Milliseconds(1.5); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if got, want := Time(0).Since(1_000_000), Milliseconds(-1); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestStdIsUTC(t *testing.T) {
	if got, want := Time(1).Std(), time.Date(1970, 1, 1, 0, 0, 0, 1, time.UTC); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}
