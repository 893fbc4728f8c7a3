using DataAggregator.Core.Records;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations;

public sealed class FieldExpansionTests
{
    private const string Records = """[{"k":1,"o":{"a":"x","b":[{"c":2.50}]}},{"k":2,"o":{"a":null}},{"k":3,"o":null},{"k":4}]""";

    [Theory]
    [InlineData("""{"fields":["a","b[0].c"]}""", """[{"k":1,"o_a":"x","o_b_0_c":2.50},{"k":2,"o_a":null},{"k":3},{"k":4}]""")]
    [InlineData("""{"fields":["a"],"prefix":"","keep":true}""", """[{"k":1,"o":{"a":"x","b":[{"c":2.50}]},"a":"x"},{"k":2,"o":{"a":null},"a":null},{"k":3,"o":null},{"k":4}]""")]
    public void Makes_fields_of_what_is_inside(string options, string expected) =>
        Steps.Run($$"""{"type":"field_expansion","field_name":"o",{{options[1..]}}""", Records).Records.ShouldBe(expected);

    [Theory]
    [InlineData("""{"field_name":"oo","fields":["a"]}""", "field_name", "Did you mean 'o'?")]
    [InlineData("""{"field_name":"o","fields":[]}""", "fields", "at least one")]
    [InlineData("""{"field_name":"o","fields":["a[x"]}""", "fields[0]", "is no path")]
    [InlineData("""{"field_name":"o","fields":["a.b","a_b"]}""", "fields[1]", "gives a second field the name")]
    [InlineData("""{"field_name":"o","fields":["k"],"prefix":""}""", "fields[0]", "is the name of a field already")]
    public void Says_what_is_wrong(string options, string path, string message)
    {
        var schema = new Schema(new Field("k", DataType.Int64), new Field("o", DataType.Json));

        Steps.Problems($$"""{"type":"field_expansion",{{options[1..]}}""", schema)
            .ShouldContain(problem => problem.Path == $"$.transformations.{path}" && problem.Message.Contains(message, StringComparison.Ordinal));
    }
}
