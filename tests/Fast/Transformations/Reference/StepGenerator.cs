using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace DataAggregator.Tests.Fast.Transformations.Reference;

/// <summary>Random steps over the fields that there are; see <see cref="Generator"/> for what their names say.</summary>
internal sealed class StepGenerator(IReadOnlyList<string> fields, IReadOnlyList<string> otherFields)
{
    private const string Numbers = "idm";
    private const string Keys = "idsbm";

    public Gen<string> Steps() => Gen.Frequency(
        (8, RowSteps()),
        (2, Conditionals()),
        (3, Aggregations()),
        (1, Sorts()),
        (1, from count in Gen.Choose(0, 30) from offset in Gen.Choose(0, 3) select $$"""{"type":"limit","count":{{count}},"offset":{{offset}}}"""),
        (2, Deduplications()),
        (2, Joins()));

    private Gen<string> RowSteps() => Gen.Frequency(
        (3, from condition in Conditions(2) from mode in Gen.Elements("include", "exclude") select $$"""{"type":"record_filter","mode":"{{mode}}","condition":{{condition}}}"""),
        (2, Mappings()),
        (1, Gen.OneOf(Fields("idsbmoa", 2).Select(names => $$"""{"type":"field_removal","field_names":{{names}}}"""), Fields("idsbmoa", 5).Select(names => $$"""{"type":"field_removal","keep":{{names}}}"""), Path("oa").Select(path => $$"""{"type":"field_removal","field_names":["{{path}}"]}"""))),
        (2, Additions()),
        (3, Calculations()),
        (3, Operations()),
        (2, Splittings()),
        (1, Unpivots()));

    private Gen<string> Conditionals() =>
        from condition in Conditions(1)
        from then in RowSteps()
        from otherwise in RowSteps()
        select $$"""{"type":"conditional","condition":{{condition}},"then":[{{then}}],"else":[{{otherwise}}]}""";

    private Gen<string> Conditions(int depth)
    {
        var comparison = Gen.OneOf(
            from field in Path("idm") from name in Gen.Elements("equals", "not_equals", "greater_than", "greater_or_equal", "less_than", "less_or_equal") from value in Number() select Compare(field, name, value),
            from field in Path("idm") from low in Number() from high in Number() select Compare(field, "between", $"[{low},{high}]"),
            from field in Path("smo") from name in Gen.Elements("equals", "not_equals", "contains", "starts_with", "ends_with") from value in Text() from small in Gen.Elements("true", "false") select Compare(field, name, value, $",\"case_insensitive\":{small}"),
            from field in Path("sm") from name in Gen.Elements("greater_than", "less_or_equal") from value in Text() select Compare(field, name, value),
            from field in Path("idsmb") from name in Gen.Elements("in", "not_in") from one in Number() from two in Text() select Compare(field, name, $"[{one},{two},null,true]"),
            from field in Path("sm") from pattern in Gen.Elements("^[ab]", "b$", "^$", "\\\\d", "[^a-z]") select Compare(field, "matches", $"\"{pattern}\""),
            from field in Path("idsbmoa") from name in Gen.Elements("exists", "not_exists", "is_null", "is_not_null", "is_empty") select $$"""{"field":"{{field}}","operator":"{{name}}"}""",
            from field in Path("a") from value in Number() select Compare(field, "equals", $"[{value}]"));
        if (depth == 0)
            return comparison;
        return Gen.Frequency(
            (5, comparison),
            (1, from one in Conditions(depth - 1) from two in Conditions(depth - 1) from name in Gen.Elements("all", "any") select $$"""{"{{name}}":[{{one}},{{two}}]}"""),
            (1, Conditions(depth - 1).Select(inner => $$"""{"not":{{inner}}}""")));
    }

    private Gen<string> Mappings() => Gen.OneOf(
        from field in Field("idsbmoa") from number in NewNumber() select $$"""{"type":"field_mapping","field_name":"{{field}}","target_field":"{{field[0]}}{{number}}"}""",
        from one in Field("idsbmoa")
        from two in Path("isbmo")
        from number in NewNumber()
        select $$"""{"type":"field_mapping","mappings":[{"source":"{{two}}","target_field":"m{{number}}"},{"source":"{{one}}"}],"keep_unmapped":false}""");

    private Gen<string> Additions()
    {
        var constants =
            from number in NewNumber()
            from value in Gen.Elements("i:5", "d:0.25", "s:\"const\"", "b:true", "m:null", "o:{\"x\":1}", "a:[1,2]")
            select $$"""{"type":"field_addition","field_name":"{{value[0]}}{{number}}","value":{{value[2..]}}}""";
        // Decimals are not joined: how many zeros a result ends with does not matter, but would be seen.
        if (!fields.Any(field => "isbmo".Contains(field[0], StringComparison.Ordinal)))
            return constants;
        return Gen.OneOf(
            constants,
            from number in NewNumber()
            from sources in Paths("isbmo", 3)
            from separator in Gen.Elements("", ", ")
            from nulls in Gen.Elements("skip", "empty", "null")
            select $$$"""{"type":"field_addition","field_name":"s{{{number}}}","operation":"concat","parameters":{"source_fields":{{{sources}}},"separator":"{{{separator}}}","null_handling":"{{{nulls}}}"}}""");
    }

    private Gen<string> Calculations() =>
        from operation in Gen.Elements("sum", "subtract", "multiply", "divide", "modulo", "round", "min", "max")
        from one in Path("idmo")
        from two in Path("idm")
        from onMissing in Gen.Elements("reject", "null", "zero", "skip")
        from digits in Gen.Choose(0, 3)
        from number in NewNumber()
        let sources = operation == "round" ? $"\"{one}\"" : $"\"{one}\",\"{two}\""
        let settings = operation switch { "round" => $",\"digits\":{digits}", "divide" => $",\"scale\":{digits}", _ => "" }
        select $$$"""{"type":"field_calculation","field_name":"d{{{number}}}","operation":"{{{operation}}}","on_missing":"{{{onMissing}}}","parameters":{"source_fields":[{{{sources}}}]{{{settings}}}}}""";

    private Gen<string> Operations() => Gen.OneOf(
        from field in Field("sm") from name in Gen.Elements("uppercase", "lowercase", "title_case") select Operation(field, name, "{}"),
        from field in Field("s")
        from setting in Gen.Elements(
            "trim {}", "pad {\"length\":4,\"with\":\"*\"}", "pad {\"length\":6,\"with\":\"*\",\"side\":\"right\"}", "replace {\"search\":\"b\",\"replacement\":\"éé\"}", "substring {\"start\":1,\"length\":2}",
            "substring {\"start\":-3}", "base64_encode {}", "url_encode {}", "default {\"value\":\"none\"}")
        select Operation(field, setting[..setting.IndexOf(' ', StringComparison.Ordinal)], setting[setting.IndexOf(' ', StringComparison.Ordinal)..]),
        from field in Field("id") from name in Gen.Elements("abs", "floor", "ceil") select Operation(field, name, "{}"),
        from field in Field("id") from digits in Gen.Choose(0, 2) select Operation(field, "round", $"{{\"digits\":{digits}}}"));

    private Gen<string> Splittings() =>
        from field in Path("aasmo")
        from number in NewNumber()
        from separator in Gen.Elements("", ",\"separator\":\";\"")
        from target in Gen.Elements("", $",\"target_field\":\"m{number}\"")
        from index in Gen.Elements("", $",\"index_field\":\"i{number}\"")
        from onEmpty in Gen.Elements("keep", "drop")
        select $$"""{"type":"record_splitting","field_name":"{{field}}","on_empty":"{{onEmpty}}"{{separator}}{{target}}{{index}}}""";

    private Gen<string> Unpivots() =>
        from sources in Fields("isbm", 3)
        from number in NewNumber()
        from dropNulls in Gen.Elements("true", "false")
        select $$"""{"type":"unpivot","value_fields":{{sources}},"name_field":"s{{number}}","value_field":"m{{number}}","drop_nulls":{{dropNulls}}}""";

    private Gen<string> Aggregations() =>
        from keys in Gen.Frequency((4, Paths("idsbmo", 2)), (1, Gen.Constant("[]")))
        from made in Gen.CollectToArray(Enumerable.Range(0, 3).Select(Aggregated))
        select $$"""{"type":"aggregation","group_by_fields":{{keys}},"aggregated_fields":[{{string.Join(',', made)}}]}""";

    private Gen<string> Aggregated(int index) => Gen.OneOf(
        from field in Path("idmo")
        from name in Gen.Elements("sum", "average")
        from onMissing in Gen.Elements("", ",\"on_missing\":\"skip\"", ",\"on_missing\":\"zero\"", ",\"on_missing\":\"reject\"")
        select $$"""{"input_field":"{{field}}","output_field":"d{{index}}0","operation":"{{name}}"{{onMissing}}}""",
        from field in Path("idsbmoa") from name in Gen.Elements("count", "count_distinct") select $$"""{"input_field":"{{field}}","output_field":"i{{index}}0","operation":"{{name}}"}""",
        from field in Path("idsbm") from name in Gen.Elements("min", "max") select $$"""{"input_field":"{{field}}","output_field":"{{field[0]}}{{index}}0","operation":"{{name}}"}""",
        from field in Path("idsbmoa") from name in Gen.Elements("first", "last") select $$"""{"input_field":"{{field}}","output_field":"{{(field[0] == 'd' ? 'd' : 'm')}}{{index}}0","operation":"{{name}}"}""",
        Gen.Constant($$"""{"output_field":"i{{index}}0","operation":"count"}"""));

    private Gen<string> Sorts() =>
        from one in Path(Keys)
        from two in Path(Keys + "o")
        from direction in Gen.Elements("asc", "desc")
        from nulls in Gen.Elements("first", "last")
        select $$"""{"type":"sort","fields":[{"field":"{{one}}","direction":"{{direction}}","nulls":"{{nulls}}"},{"field":"{{two}}"}]}""";

    private Gen<string> Deduplications() =>
        from keys in Paths("idsbmoa", 2)
        from decider in Path(Keys)
        from keep in Gen.Elements("\"first\"", "\"last\"", $"\"min\",\"keep_field\":\"{decider}\"", $"\"max\",\"keep_field\":\"{decider}\"")
        select $$"""{"type":"deduplication","key_fields":{{keys}},"keep":{{keep}}}""";

    private Gen<string> Joins() =>
        from type in Gen.Elements("left", "inner", "right", "full", "semi", "anti")
        from key in Field("idsbm")
        from foreign in Gen.Elements<string>([.. otherFields.Where(field => field[0] == key[0]).DefaultIfEmpty(otherFields[0])])
        from match in Gen.Elements("all", "first")
        from prefix in Gen.Elements("", ",\"prefix\":\"m_\"")
        from included in Gen.OneOf(Gen.Constant(""), Gen.Elements<string>([.. otherFields]).Select(field => $",\"included_fields\":[\"{field}\"]"))
        let settings = type is "semi" or "anti" ? "" : prefix + included
        select $$"""{"type":"join","join_source":"other","join_type":"{{type}}","primary_key":"{{key}}","foreign_key":"{{foreign}}","match":"{{match}}"{{settings}}}""";

    private static string Compare(string field, string name, string value, string more = "") => $$"""{"field":"{{field}}","operator":"{{name}}","value":{{value}}{{more}}}""";

    private static string Operation(string field, string name, string parameters) => $$"""{"type":"field_operation","field_names":["{{field}}"],"operation":"{{name}}","parameters":{{parameters}}}""";

    private static Gen<string> Number() => Gen.OneOf(Gen.Choose(-3, 6).Select(number => number.ToString(CultureInfo.InvariantCulture)), Gen.Elements("2.5", "2.0", "9223372036854775807"));

    private static Gen<string> Text() => Gen.Elements("a", "B", "ab", "AB", "", "é", "5").Select(text => JsonSerializer.Serialize(text));

    private static Gen<int> NewNumber() => Gen.Choose(3, 9);

    /// <summary>A field that holds one of these kinds, or any where there is none of them.</summary>
    private Gen<string> Field(string kinds) => Gen.Elements<string>([.. fields.Where(field => kinds.Contains(field[0])) is var found && found.Any() ? found : fields]);

    /// <summary>A field, or a path into it.</summary>
    private Gen<string> Path(string kinds) =>
        from field in Field(kinds)
        from inner in Gen.Elements(field[0] switch { 'o' => [".x", ".x", ".y", ""], 'a' => ["", "", "[0]"], _ => new[] { "" } })
        select field + inner;

    private Gen<string> Fields(string kinds, int most) => List(Field(kinds), most);

    private Gen<string> Paths(string kinds, int most) => List(Path(kinds), most);

    private static Gen<string> List(Gen<string> names, int most) =>
        from count in Gen.Choose(1, most)
        from list in Gen.ArrayOf(names, count)
        select $"[{string.Join(',', list.Distinct().Select(name => $"\"{name}\""))}]";
}
