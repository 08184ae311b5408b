package upgrade

import "bytes"

// xmpp is XMPP between client and server or between servers, dialback or not (RFC 6120, section 5).
type xmpp struct {
	tail  [2][]byte // the end of what was read, in which a tag may have begun
	asked bool
	told  bool
}

// maxTag is longer than the tags that are looked for.
const maxTag = 64

func (x *xmpp) read(r *Reader, from Side, b []byte) (int, state) {
	r.Protocol = "xmpp"
	seen := append(x.tail[from], b...)
	before := len(x.tail[from])
	next, used := talking, len(b)
	switch {
	case from == Client && !x.asked && bytes.Contains(seen, []byte("<starttls")):
		x.asked = true
		r.tell(Client, Asked, "starttls")
	case from == Client && bytes.Contains(seen, []byte("<auth ")):
		r.tell(Client, Continued, "")
		next = over
	case from == Server && x.asked && bytes.Contains(seen, []byte("<proceed")):
		r.tell(Server, Accepted, "proceed")
		next = opened
		at := bytes.Index(seen, []byte("<proceed"))
		if end := bytes.IndexByte(seen[at:], '>'); end >= 0 {
			used = min(len(b), max(0, at+end+1-before))
		}
	case from == Server && x.asked && bytes.Contains(seen, []byte("<failure")):
		x.asked = false
		r.tell(Server, Refused, "failure")
	case from == Server && !x.told && bytes.Contains(seen, []byte("</stream:features>")):
		x.told = true
		if bytes.Contains(seen, []byte("<starttls")) {
			r.tell(Server, Offered, "features")
		} else {
			r.tell(Server, NotListed, "features")
		}
	}
	r.Wants = !x.asked && next == talking
	// Features may be long: what comes before their end must still be known then.
	keep := maxTag
	if from == Server && !x.told {
		keep = maxGather
	}
	x.tail[from] = append([]byte(nil), seen[max(0, len(seen)-keep):]...)
	if from == Client && x.asked || from == Server && x.told {
		x.tail[from] = x.tail[from][max(0, len(x.tail[from])-8):]
	}
	return used, next
}
