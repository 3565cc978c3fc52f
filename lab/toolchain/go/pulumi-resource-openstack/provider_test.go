package main

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
)

// shape is a property's type in the npm package, see sdks/openstack/declarations.ts.
type shape struct {
	Scalar string
	List   *shape           `json:"list"`
	Map    *shape           `json:"map"`
	Object map[string]shape `json:"object"`
}

func (s *shape) UnmarshalJSON(text []byte) error {
	if text[0] == '"' {
		return json.Unmarshal(text, &s.Scalar)
	}
	type plain shape
	return json.Unmarshal(text, (*plain)(s))
}

type official struct {
	Version   string           `json:"version"`
	Provider  map[string]shape `json:"provider"`
	Resources map[string]struct {
		Properties map[string]shape `json:"properties"`
		Inputs     []string         `json:"inputs"`
		Secrets    []string         `json:"secrets"`
	} `json:"resources"`
	Functions map[string]struct {
		Outputs map[string]shape `json:"outputs"`
		Inputs  []string         `json:"inputs"`
	} `json:"functions"`
}

func readOfficial(t *testing.T) official {
	t.Helper()
	text, err := os.ReadFile("official.json")
	if err != nil {
		t.Fatal(err)
	}
	var names official
	if err := json.Unmarshal(text, &names); err != nil {
		t.Fatal(err)
	}
	return names
}

// compare wants the very same properties with the same types on both sides, at every depth.
func compare(t *testing.T, where string, ours shim.SchemaMap, infos map[string]*tfbridge.SchemaInfo, theirs map[string]shape) {
	t.Helper()
	left := map[string]bool{}
	for name := range theirs {
		left[name] = true
	}
	ours.Range(func(key string, s shim.Schema) bool {
		name := tfbridge.TerraformToPulumiNameV2(key, ours, infos)
		if s.Removed() != "" {
			return true
		}
		their, known := theirs[name]
		if !known {
			t.Errorf("%s.%s: the package has no such property", where, name)
			return true
		}
		delete(left, name)
		compareOne(t, where+"."+name, s, infos[key], their)
		return true
	})
	for name := range left {
		t.Errorf("%s.%s: the plugin has no such property", where, name)
	}
}

func compareOne(t *testing.T, where string, s shim.Schema, info *tfbridge.SchemaInfo, their shape) {
	t.Helper()
	scalars := map[shim.ValueType]string{shim.TypeBool: "boolean", shim.TypeInt: "number", shim.TypeFloat: "number", shim.TypeString: "string"}
	switch s.Type() {
	case shim.TypeMap:
		if their.Map == nil {
			t.Errorf("%s: a map here, %+v in the package", where, their)
		}
	case shim.TypeList, shim.TypeSet:
		if tfbridge.IsMaxItemsOne(s, info) == (their.List != nil) {
			t.Errorf("%s: at most one: %v here, %+v in the package", where, tfbridge.IsMaxItemsOne(s, info), their)
			return
		}
		item := their
		if their.List != nil {
			item = *their.List
		}
		var element *tfbridge.SchemaInfo
		if info != nil {
			element = info.Elem
		}
		switch inner := s.Elem().(type) {
		case shim.Resource:
			var fields map[string]*tfbridge.SchemaInfo
			if element != nil {
				fields = element.Fields
			}
			compare(t, where, inner.Schema(), fields, item.Object)
		case shim.Schema:
			compareOne(t, where, inner, element, item)
		}
	default:
		if scalars[s.Type()] != their.Scalar {
			t.Errorf("%s: %v here, %+v in the package", where, s.Type(), their)
		}
	}
}

// compareInputs wants a program to be able to set just what it can set in the package.
func compareInputs(t *testing.T, where string, ours shim.SchemaMap, infos map[string]*tfbridge.SchemaInfo, theirs []string) {
	t.Helper()
	ours.Range(func(key string, s shim.Schema) bool {
		name := tfbridge.TerraformToPulumiNameV2(key, ours, infos)
		if input := s.Optional() || s.Required(); s.Removed() == "" && input != slices.Contains(theirs, name) {
			t.Errorf("%s.%s: to be set here: %v, not so in the package", where, name, input)
		}
		return true
	})
}

func secrets(ours shim.SchemaMap, infos map[string]*tfbridge.SchemaInfo) []string {
	var names []string
	ours.Range(func(key string, s shim.Schema) bool {
		if s.Sensitive() {
			names = append(names, tfbridge.TerraformToPulumiNameV2(key, ours, infos))
		}
		return true
	})
	return names
}

func TestNamesAndTypesAreThePackages(t *testing.T) {
	names, info := readOfficial(t), providerInfo()
	if names.Version != pluginVersion {
		t.Errorf("plugin %s, package %s", pluginVersion, names.Version)
	}
	compare(t, "provider", info.P.Schema(), info.Config, names.Provider)
	for name, resource := range info.Resources {
		token := resource.Tok.String()
		theirs, known := names.Resources[token]
		if !known {
			t.Errorf("%s: not in sdks/openstack/used.ts", token)
			continue
		}
		ours := info.P.ResourcesMap().Get(name).Schema()
		compare(t, name, ours, resource.Fields, theirs.Properties)
		compareInputs(t, name, ours, resource.Fields, theirs.Inputs)
		if got := secrets(ours, resource.Fields); !slices.Equal(got, theirs.Secrets) {
			t.Errorf("%s: secrets %v here, %v in the package", name, got, theirs.Secrets)
		}
		delete(names.Resources, token)
	}
	for name, function := range info.DataSources {
		token := function.Tok.String()
		theirs, known := names.Functions[token]
		if !known {
			t.Errorf("%s: not in sdks/openstack/used.ts", token)
			continue
		}
		ours := info.P.DataSourcesMap().Get(name).Schema()
		if _, given := ours.GetOk("id"); !given {
			delete(theirs.Outputs, "id") // every result has one, whether or not the schema says so
		}
		compare(t, name, ours, function.Fields, theirs.Outputs)
		compareInputs(t, name, ours, function.Fields, theirs.Inputs)
		delete(names.Functions, token)
	}
	for token := range names.Resources {
		t.Errorf("%s: the plugin has no such resource", token)
	}
	for token := range names.Functions {
		t.Errorf("%s: the plugin has no such function", token)
	}
}
