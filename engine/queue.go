package engine

// queue hands out sheaves in the order in which they came. What was handed out
// is let go of at once, and its room used again.
type queue struct {
	sheaves []sheaf
	head    int
	size    int // of all that are in it, in bytes
}

func (q *queue) len() int { return len(q.sheaves) - q.head }

func (q *queue) push(s sheaf) {
	q.size += s.size
	if q.head > len(q.sheaves)/2 {
		n := copy(q.sheaves, q.sheaves[q.head:])
		clear(q.sheaves[n:])
		q.sheaves, q.head = q.sheaves[:n], 0
	}
	q.sheaves = append(q.sheaves, s)
}

// pop returns the oldest; there must be one.
func (q *queue) pop() sheaf {
	s := q.sheaves[q.head]
	q.sheaves[q.head] = sheaf{}
	q.head++
	q.size -= s.size
	return s
}

// rest returns all that are left, oldest first, and empties the queue.
func (q *queue) rest() []sheaf {
	all := q.sheaves[q.head:]
	*q = queue{}
	return all
}
