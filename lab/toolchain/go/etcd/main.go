// Command etcd is the etcd server: upstream keeps its own main in a module that the registry does not serve.
package main

import (
	"os"

	"go.etcd.io/etcd/server/v3/etcdmain"
)

func main() { etcdmain.Main(os.Args) }
