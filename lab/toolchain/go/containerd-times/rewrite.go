package main

import (
	"fmt"
	"os"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"
)

// sizeOf gives the size to write for a snapshot that has this number.
type sizeOf func(id uint64) (uint64, error)

// The keys of containerd's databases whose values are times, as time.Time.MarshalBinary writes them.
var times = map[string]bool{"createdat": true, "updatedat": true}

// rewrite copies a database, key by key in their order, so that the file's pages depend on the content alone; then it takes
// the old one's place.
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
	if err := copyDatabase(path, fresh, mode.Mode(), copier{stamp: stamp, size: size}); err != nil {
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
	target, err := bolt.Open(to, mode, &bolt.Options{PageSize: 4096, NoSync: true})
	if err != nil {
		return err
	}
	with.target = target
	err = source.View(func(read *bolt.Tx) error {
		return read.ForEach(func(name []byte, bucket *bolt.Bucket) error { return with.bucket(bucket, name) })
	})
	if err == nil {
		err = target.Sync()
	}
	if closing := target.Close(); err == nil {
		err = closing
	}
	return err
}

type copier struct {
	stamp  []byte
	size   sizeOf
	target *bolt.DB
}

// bucket copies a bucket's own values in one transaction and each bucket in it in others: bbolt gives pages to the buckets
// of one transaction in the order of a Go map, which is another one each time.
func (c copier) bucket(from *bolt.Bucket, path ...[]byte) error {
	err := c.target.Update(func(tx *bolt.Tx) error {
		to, err := create(tx, path)
		if err != nil {
			return err
		}
		if err := to.SetSequence(from.Sequence()); err != nil {
			return err
		}
		return from.ForEach(func(key, value []byte) error {
			if value == nil {
				return nil
			}
			changed, err := c.value(string(key), value, from)
			if err != nil {
				return err
			}
			return to.Put(key, changed)
		})
	})
	if err != nil {
		return err
	}
	return from.ForEachBucket(func(key []byte) error {
		return c.bucket(from.Bucket(key), append(slices.Clone(path), key)...)
	})
}

// create makes the last bucket of a path, whose others exist.
func create(tx *bolt.Tx, path [][]byte) (*bolt.Bucket, error) {
	bucket, err := tx.CreateBucketIfNotExists(path[0])
	for _, name := range path[1:] {
		if err != nil {
			return nil, err
		}
		bucket, err = bucket.CreateBucketIfNotExists(name)
	}
	return bucket, err
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
