package main

import (
	"fmt"
	"os"
	"time"

	bolt "go.etcd.io/bbolt"
)

// sizeOf gives the size to write for a snapshot that has this number.
type sizeOf func(id uint64) (uint64, error)

// The keys of containerd's databases whose values are times, as time.Time.MarshalBinary writes them.
var times = map[string]bool{"createdat": true, "updatedat": true}

// rewrite copies a database, key by key in their order and in one transaction, so that the file's pages depend on the
// content alone; then it takes the old one's place.
func rewrite(path string, at time.Time, size sizeOf) error {
	stamp, err := at.MarshalBinary()
	if err != nil {
		return err
	}
	mode, err := os.Stat(path)
	if err != nil {
		return err
	}
	fresh := path + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return err
	}
	if err := copyDatabase(path, fresh, mode.Mode(), copier{stamp, size}); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return os.Rename(fresh, path)
}

func copyDatabase(from, to string, mode os.FileMode, with copier) error {
	source, err := bolt.Open(from, mode, &bolt.Options{ReadOnly: true, Timeout: time.Second})
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := bolt.Open(to, mode, &bolt.Options{PageSize: 4096})
	if err != nil {
		return err
	}
	err = source.View(func(read *bolt.Tx) error {
		return target.Update(func(write *bolt.Tx) error {
			return read.ForEach(func(name []byte, bucket *bolt.Bucket) error {
				made, err := write.CreateBucket(name)
				if err != nil {
					return err
				}
				return with.bucket(bucket, made)
			})
		})
	})
	if closing := target.Close(); err == nil {
		err = closing
	}
	return err
}

type copier struct {
	stamp []byte
	size  sizeOf
}

func (c copier) bucket(from, to *bolt.Bucket) error {
	if err := to.SetSequence(from.Sequence()); err != nil {
		return err
	}
	return from.ForEach(func(key, value []byte) error {
		if value == nil {
			made, err := to.CreateBucket(key)
			if err != nil {
				return err
			}
			return c.bucket(from.Bucket(key), made)
		}
		changed, err := c.value(string(key), value, from)
		if err != nil {
			return err
		}
		return to.Put(key, changed)
	})
}

func (c copier) value(key string, value []byte, bucket *bolt.Bucket) ([]byte, error) {
	if times[key] {
		return c.stamp, nil
	}
	if key == "size" && c.size != nil {
		return c.snapshotSize(value, bucket)
	}
	return value, nil
}
