using System.Text;
using System.Text.Json;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Transformations;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations;

/// <summary>Enrichment from a source that is asked for single records.</summary>
public sealed class SourceEnrichmentTests
{
    private static readonly Dictionary<string, string> Crm = new() { ["crm"] = """[{"id":1,"segment":"A","spent":1250.75},{"id":2,"segment":null,"spent":12345678901234567890.5},{"id":1,"segment":"twice","spent":0}]""" };

    [Theory]
    [InlineData(""" "included_fields":["segment","spent"] """, """
        [{"customer":1,"segment":"A","spent":1250.75},{"customer":2,"segment":null,"spent":12345678901234567890.5},{"customer":9,"segment":null,"spent":null},
         {"customer":null,"segment":null,"spent":null},{"segment":null,"spent":null}]
        """)]
    [InlineData(""" "included_fields":["segment"],"prefix":"crm_","on_missing":"reject" """, """[{"customer":1,"crm_segment":"A"},{"customer":2,"crm_segment":null}]""")]
    public void A_record_gets_what_the_source_has_for_its_value(string settings, string expected) =>
        Steps.ShouldBeJson(Steps.Run(Step(settings), """[{"customer":1},{"customer":2},{"customer":9},{"customer":null},{}]""", Crm).Records, expected);

    [Fact]
    public async Task Every_value_is_asked_for_once_and_many_at_a_time()
    {
        var source = new Asked();
        await using var resources = StepRun.Resources(new(1 << 20), lookups: source);
        var chain = Steps.Compile(Step(""" "included_fields":["segment"],"rate_limit":5 """), inputs: new JsonInputs(Crm)).OpenChain(resources);
        using var records = JsonRecords.Parse($"[{string.Join(',', Enumerable.Range(0, 1200).Select(i => $$"""{"customer":{{i % 600}}}"""))}]");

        for (var i = 0; i < 3; i++)
            (await chain.ApplyAsync(records.Share(), CancellationToken.None).SingleAsync()).Batch.Dispose();

        source.Requests.Select(request => request.Request.Keys.Count).Order().ShouldBe([100, 500]);
        source.Requests.ShouldAllBe(request => request.Source == "crm" && request.RequestsASecond == 5 && request.Request.KeyField == "id");
    }

    [Theory]
    [InlineData("reject", 2, 0)]
    [InlineData("null", 0, 2)]
    public async Task A_source_that_fails_rejects_or_warns_as_wanted(string onError, int rejected, int warned)
    {
        await using var resources = StepRun.Resources(new(1 << 20), lookups: new Asked { Failure = new ConnectorException(ErrorClass.Transient, "connection_refused", "Nobody listens.") });
        var chain = Steps.Compile(Step($""" "included_fields":["segment"],"on_error":"{onError}" """), inputs: new JsonInputs(Crm)).OpenChain(resources);
        using var records = JsonRecords.Parse("""[{"customer":1},{"customer":2}]""");

        (await chain.ApplyAsync(records.Share(), CancellationToken.None).SingleAsync()).Batch.Dispose();

        (chain.Counts[0].Rejected, chain.Counts[0].Warned).ShouldBe((rejected, warned));
    }

    [Fact]
    public async Task A_source_that_fails_fails_the_run_unless_said_otherwise()
    {
        await using var resources = StepRun.Resources(new(1 << 20), lookups: new Asked { Failure = new ConnectorException(ErrorClass.Transient, "connection_refused", "Nobody listens.") });
        var chain = Steps.Compile(Step(""" "included_fields":["segment"] """), inputs: new JsonInputs(Crm)).OpenChain(resources);
        using var records = JsonRecords.Parse("""[{"customer":1}]""");

        (await Should.ThrowAsync<ConnectorException>(async () => await chain.ApplyAsync(records.Share(), CancellationToken.None).SingleAsync())).Code.ShouldBe("connection_refused");
    }

    [Fact]
    public void A_source_is_read_whole_where_another_step_needs_it_whole()
    {
        var enrichment = Step(""" "included_fields":["segment"] """);
        const string Join = """{"type":"join","join_source":"crm","primary_key":"customer","foreign_key":"id"}""";

        Inputs($"[{enrichment}]").ShouldHaveSingleItem().IsReadWhole.ShouldBeFalse();
        Inputs($"[{enrichment},{Join}]").ShouldHaveSingleItem().IsReadWhole.ShouldBeTrue();
        Inputs($"[{Join},{enrichment}]").ShouldHaveSingleItem().AskedAt.ShouldBe("$.transformations[1]");
        Inputs($"[{Join}]").ShouldHaveSingleItem().AskedAt.ShouldBeNull();
    }

    [Fact]
    public void A_source_that_is_null_is_none() =>
        Inputs("""[{"type":"enrichment","source":null,"url":"https://api.test/{id}","included_fields":["segment"]}]""").ShouldBeEmpty();

    [Theory]
    [InlineData(""" "source":"crm","included_fields":["segment"] """, "field_name", "is required with source")]
    [InlineData(""" "source":"crm","field_name":"id","url":"https://api.test/{id}","included_fields":["segment"] """, "url", "does not go with source")]
    [InlineData(""" "source":"crm","field_name":"customer","key_field":"idd","included_fields":["segment"] """, "key_field", "Did you mean 'id'?")]
    [InlineData(""" "source":"crm","field_name":"customer","key_field":"id","included_fields":["segmnt"] """, "included_fields[0]", "Did you mean 'segment'?")]
    [InlineData(""" "included_fields":["segment"] """, "url", "or in its place source")]
    [InlineData(""" "url":"https://api.test/{id}","key_field":"id","included_fields":["segment"] """, "key_field", "goes with source only")]
    public void Settings_that_do_not_fit_are_refused(string settings, string path, string message)
    {
        var problem = Steps.Problems($$"""{"type":"enrichment",{{settings}}}""", inputs: new JsonInputs(Crm)).ShouldHaveSingleItem();

        problem.Path.ShouldBe($"$.transformations.{path}");
        problem.Message.ShouldContain(message);
    }

    private static IReadOnlyList<InputReference> Inputs(string steps) => Steps.Compiler().FindInputs(JsonDocument.Parse(steps).RootElement, "$.transformations");

    private static string Step(string settings) => $$"""{"type":"enrichment","source":"crm","field_name":"customer","key_field":"id",{{settings}}}""";

    /// <summary>A source that remembers what it was asked, and has a record for every key, or fails.</summary>
    private sealed class Asked : ISourceLookups
    {
        public List<RecordLookup> Requests { get; } = [];

        public ConnectorException? Failure { get; init; }

        public Task<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>> LookUpAsync(RecordLookup lookup, CancellationToken cancellationToken)
        {
            lock (Requests)
                Requests.Add(lookup);
            return Failure is not null
                ? Task.FromException<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>>(Failure)
                : Task.FromResult<IReadOnlyDictionary<string, ReadOnlyMemory<byte>>>(lookup.Request.Keys.ToDictionary(key => key, key => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($$"""{"segment":"{{key}}"}""")));
        }
    }
}
