using System.Text.Json;
using DataAggregator.Core.Records;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Storage;

public sealed class SchemaJsonTests
{
    [Fact]
    public void A_schema_has_the_shape_that_users_see()
    {
        var schema = new Schema(new Field("id", DataType.Int64, Nullable: false, "bigint"), new Field("at", DataType.LocalTimestamp));

        var json = JsonSerializer.Serialize(schema);

        json.ShouldBe("""{"fields":[{"name":"id","type":"int64","nullable":false,"source_type":"bigint"},{"name":"at","type":"local_timestamp","nullable":true}]}""");
        JsonSerializer.Deserialize<Schema>(json).ShouldBe(schema);
    }

    [Fact]
    public void Every_type_comes_back()
    {
        var schema = new Schema(Enum.GetValues<DataType>().Select(type => new Field(type.ToString(), type)).ToArray());

        JsonSerializer.Deserialize<Schema>(JsonSerializer.Serialize(schema)).ShouldBe(schema);
    }

    [Theory]
    [InlineData("[]", "list of fields")]
    [InlineData("""{"fields":{}}""", "list of fields")]
    [InlineData("""{"fields":[{"type":"string"}]}""", "name")]
    [InlineData("""{"fields":[{"name":"a","type":"text"}]}""", "'a'")]
    public void What_is_no_schema_is_refused_in_words(string json, string words) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<Schema>(json)).Message.ShouldContain(words);
}
