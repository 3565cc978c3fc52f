module dsaas/lab/datacentre

go 1.26.0

require (
	github.com/vmware/govmomi v0.52.0
	golang.org/x/sys v0.49.0
	gopkg.in/yaml.v3 v3.0.1
)

require (
	github.com/google/uuid v1.6.0 // indirect
	golang.org/x/text v0.28.0 // indirect
)
