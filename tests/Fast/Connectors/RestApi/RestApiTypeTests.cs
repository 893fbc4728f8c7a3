using System.Text.Json;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Records;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Connectors.RestApi;

/// <summary>The first page settles the types; what becomes of values of later pages that do not have them.</summary>
public sealed class RestApiTypeTests : RestApiTests
{
    [Fact]
    public async Task Types_are_those_of_the_plan_and_new_fields_are_appended()
    {
        using var api = new ScriptedApi((request, _) => new(Number(request.Query["page"]) switch
        {
            1 => """[{"id":1,"code":"007"}]""",
            2 => """[{"id":"two","code":"8"},{"id":3,"code":"9","extra":true}]""",
            _ => "[]",
        }));
        var source = Source();
        var config = Config(api, """{"pagination":{"type":"page"}}""");
        var plan = await source.PlanAsync(config, new PlanRequest("r", null), CancellationToken.None);

        var rejected = new List<RejectedRecord>();
        var names = new List<string>();
        await foreach (var batch in source.ReadAsync(config, new ReadRequest(plan.Partitions[0], plan.Schema, null, 0), CancellationToken.None))
        {
            rejected.AddRange(batch.Rejected);
            names.Add(string.Join(',', batch.Batch.Schema.Select(field => field.Name)));
            batch.BytesRead.ShouldBeGreaterThan(0);
            batch.Batch.Dispose();
        }

        names.ShouldBe(["id,code", "id,code,extra"]);
        rejected.ShouldHaveSingleItem().Ordinal.ShouldBe(1);
        rejected[0].Errors[0].Field.ShouldBe("id");
    }

    [Theory]
    [InlineData("1", "1.5", "decimal", "1.5")]
    [InlineData("1.5", "2", "decimal", "2")]
    [InlineData("1", "12345678901234567890123", "decimal", "12345678901234567890123")]
    [InlineData("1", "\"two\"", "json", "\"two\"")]
    [InlineData("\"a\"", "2.50", "json", "2.50")]
    [InlineData("true", "{\"a\":1}", "json", "{\"a\":1}")]
    public async Task Where_it_may_a_type_becomes_as_wide_as_its_values_need_and_stays_so(string first, string second, string type, string value)
    {
        var (types, values, rejected) = await ReadAsync([$$"""[{"id":1,"v":{{first}}}]""", $$"""[{"id":2,"v":{{second}}},{"id":3,"v":{{first}}}]""", $$"""[{"id":4,"v":{{first}}}]"""], widens: true);

        rejected.ShouldBeEmpty();
        types[1..].ShouldBe([$"int64 {type}", $"int64 {type}"]);
        values.ShouldBe([$$"""{"id":1,"v":{{first}}}""", $$"""{"id":2,"v":{{value}}}""", $$"""{"id":3,"v":{{first}}}""", $$"""{"id":4,"v":{{first}}}"""]);
    }

    [Fact]
    public async Task Where_it_may_not_the_record_is_rejected_with_the_rule()
    {
        var (types, values, rejected) = await ReadAsync(["""[{"id":1,"v":1}]""", """[{"id":2,"v":1.5},{"id":3,"v":3}]"""], widens: false);

        types.ShouldBe(["int64 int64", "int64 int64"]);
        values.ShouldBe(["""{"id":1,"v":1}""", """{"id":3,"v":3}"""]);
        var error = rejected.ShouldHaveSingleItem().Errors.ShouldHaveSingleItem();
        (error.Field, error.Rule, error.Code).ShouldBe(("v", "schema", "type_mismatch"));
    }

    [Theory]
    [InlineData("v", null)]
    [InlineData(null, "v")]
    public async Task A_declared_type_and_that_of_the_cursor_stay(string? declared, string? cursor)
    {
        var (types, _, rejected) = await ReadAsync(["""[{"id":1,"v":1}]""", """[{"id":2,"v":"two"}]"""], widens: true, declared, cursor);

        types[^1].ShouldBe("int64 int64");
        rejected.ShouldHaveSingleItem().Errors.ShouldHaveSingleItem().Code.ShouldBe("type_mismatch");
    }

    [Fact]
    public async Task A_number_that_no_type_holds_rejects_its_record_in_any_case()
    {
        var (types, values, rejected) = await ReadAsync(["""[{"id":1,"v":1}]""", $$"""[{"id":2,"v":{{new string('9', 39)}}},{"id":3,"v":0.5}]"""], widens: true);

        types[^1].ShouldBe("int64 decimal");
        values[^1].ShouldBe("""{"id":3,"v":0.5}""");
        rejected.ShouldHaveSingleItem().Errors.ShouldHaveSingleItem().Code.ShouldBe("number_out_of_range");
    }

    private async Task<(List<string> Types, List<string> Values, List<RejectedRecord> Rejected)> ReadAsync(string[] pages, bool widens, string? declared = null, string? cursor = null)
    {
        using var api = new ScriptedApi((request, _) => new(pages.ElementAtOrDefault(Number(request.Query["page"]) - 1) ?? "[]"));
        var source = Source();
        var config = Config(api, """{"pagination":{"type":"page"}}""");
        var schema = declared is null ? null : new Schema(new Field(declared, DataType.Int64));
        var plan = await source.PlanAsync(config, new PlanRequest("r", schema), CancellationToken.None);
        var (types, values, rejected) = (new List<string>(), new List<string>(), new List<RejectedRecord>());
        await foreach (var piece in source.ReadAsync(config, new ReadRequest(plan.Partitions[0], plan.Schema, null, 0) { Widens = widens, CursorField = cursor }, CancellationToken.None))
        {
            using var batch = piece.Batch;
            rejected.AddRange(piece.Rejected);
            if (batch.Count + piece.Rejected.Count == 0)
                continue;
            types.Add(string.Join(' ', new[] { "id", "v" }.Select(field => DeclaredSchema.NameOf(batch.Schema.Find(field)!.Type))));
            values.AddRange(Enumerable.Range(0, batch.Count).Select(i => JsonSerializer.Deserialize<JsonElement>(RecordJson.ToBytes(batch, batch.RowAt(i))).GetRawText()));
        }

        return (types, values, rejected);
    }
}
