using System.Text.Json;
using DataAggregator.Core.Lineage;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Lineage;

public sealed class DatasetNameTests
{
    [Theory]
    [InlineData("postgresql", """{"host":"db","database":"sales","table":"orders","password":"p"}""", "postgres://db:5432", "sales.public.orders")]
    [InlineData("postgresql", """{"host":"db","port":"6000","database":"sales","table":"raw.orders"}""", "postgres://db:6000", "sales.raw.orders")]
    [InlineData("aws_s3", """{"bucket":"lake","prefix":"in/"}""", "s3://lake", "in/")]
    [InlineData("rest_api", """{"url":"https://u:p@api.example.com/v1/orders?key=secret"}""", "https://api.example.com", "/v1/orders")]
    [InlineData("file", """{"path":"orders.csv"}""", "file", "orders.csv")]
    public void A_dataset_is_named_as_OpenLineage_wants_it_without_secrets(string type, string config, string space, string name) =>
        DatasetName.Of(type, JsonSerializer.Deserialize<JsonElement>(config)).ShouldBe(new DatasetName(space, name));
}
