package main

import (
	"encoding/binary"
	"io/fs"
	"path/filepath"
	"strconv"

	bolt "go.etcd.io/bbolt"
)

const block = 4096

// usage says how much room a snapshot's files take on a file system with blocks of 4 KiB. containerd asks the file
// system on which it unpacked, and that may be of another kind, or not have written everything yet.
func usage(snapshots string) sizeOf {
	return func(id uint64) (uint64, error) {
		var sum uint64
		err := filepath.WalkDir(filepath.Join(snapshots, strconv.FormatUint(id, 10), "fs"), func(_ string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := entry.Info()
			if err != nil {
				return err
			}
			switch {
			case info.IsDir():
				sum += block
			case info.Mode().IsRegular():
				sum += uint64(info.Size()+block-1) / block * block
			}
			return nil
		})
		return sum, err
	}
}

// snapshotSize is what takes a size's place in a snapshot's bucket, which has the snapshot's number besides.
func (c copier) snapshotSize(value []byte, bucket *bolt.Bucket) ([]byte, error) {
	number := bucket.Get([]byte("id"))
	if number == nil {
		return value, nil
	}
	id, _ := binary.Uvarint(number)
	size, err := c.size(id)
	if err != nil {
		return nil, err
	}
	return binary.AppendUvarint(nil, size), nil
}
