using System.Runtime.CompilerServices;
using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Records;
using DataAggregator.Core.Runs;
using DataAggregator.Core.Schemas;
using DataAggregator.Orchestrations.Runs;
using DataAggregator.Storage.Disk;
using DataAggregator.Tests.Fast.Transformations;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Runs;

public sealed class InputSealingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("dataaggregator-tests").FullName;

    [Fact]
    public async Task An_input_has_the_fields_of_all_its_partitions()
    {
        var endpoint = new Endpoint { Name = "customers", Config = JsonElement.Parse("{}"), Path = "$.sources[1]" };
        var source = new Partitions("""[{"id":1,"name":"Ann"}]""", "[]", """[{"id":2,"tier":3}]""");
        var input = await SealAsync(endpoint, source);

        input.Schema.Select(field => field.Name).ShouldBe(["id", "name", "tier"]);
        input.Records.ShouldBe(2);
    }

    [Fact]
    public async Task An_input_that_was_sealed_is_adopted_whole_whatever_the_source_has_become()
    {
        var endpoint = new Endpoint { Name = "customers", Config = JsonElement.Parse("{}"), Path = "$.sources[1]" };
        var first = await SealAsync(endpoint, new Partitions("""[{"id":1}]""", """[{"id":2}]"""));

        var again = await SealAsync(endpoint, new Partitions("""[{"id":1}]""", """[{"id":7}]""", """[{"id":8}]"""));

        (again.Records, again.Segment).ShouldBe((2, first.Segment));
    }

    [Fact]
    public async Task Of_an_input_that_is_only_asked_for_single_records_none_is_read()
    {
        var endpoint = new Endpoint { Name = "customers", Config = JsonElement.Parse("{}"), Path = "$.sources[1]" };

        (await SealAsync(endpoint, new Partitions("""[{"id":1}]"""), isAsked: true)).Records.ShouldBe(0);
    }

    [Fact]
    public async Task Whether_an_input_fits_in_memory_does_not_depend_on_how_well_a_store_compresses_it()
    {
        var endpoint = new Endpoint { Name = "customers", Config = JsonElement.Parse("{}"), Path = "$.sources[1]" };
        var large = new Partitions($$"""[{"id":1,"text":"{{new string('x', 3 << 20)}}"}]""");

        (await SealAsync(endpoint, large, store: new CompressingStore(new DiskSegmentStore(folder)))).FitsInMemory.ShouldBeFalse();
    }

    private Task<PlannedInput> SealAsync(Endpoint endpoint, Partitions source, bool isAsked = false, ISegmentStore? store = null)
    {
        var limits = new RunLimits { MemoryBudget = 4 << 20 };
        var run = new PreparedRun(RunResourcesTests.NewRun("run"), null!, source, [new PreparedInput(endpoint, source, isAsked)], [], null!, limits, null!) { Schemas = new RunSchemas(new NothingKnown()), StreamName = "source" };
        return new InputSealing(run, store ?? new DiskSegmentStore(folder), () => { }).SealAsync(0, CancellationToken.None);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Schemas of which nothing is known, and nothing is kept.</summary>
    private sealed class NothingKnown : ISchemaStore
    {
        public Task<StreamSchema?> FindAsync(string pipelineId, string stream, CancellationToken cancellationToken) => Task.FromResult<StreamSchema?>(null);

        public Task<IReadOnlyList<StreamSchema>> ListAsync(string pipelineId, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task SaveAsync(string pipelineId, string stream, Schema? schema, string? runId, string? changedBy, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task ObserveAsync(string runId, string stream, Schema schema, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<Schema?> ObservedAsync(string runId, string stream, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<SchemaDrift>> RecordAsync(string runId, IReadOnlyList<SchemaDrift> drifts, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<SchemaDrift>> DriftsAsync(string runId, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    /// <summary>A store at the end of a network.</summary>
    private sealed class CompressingStore(ISegmentStore store) : ISegmentStore
    {
        public SegmentCompression Compression => SegmentCompression.Brotli;

        public Task<bool> ExistsAsync(SegmentId id, CancellationToken cancellationToken) => store.ExistsAsync(id, cancellationToken);

        public Task<bool> SealAsync(SegmentId id, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken) => store.SealAsync(id, write, cancellationToken);

        public Task<Stream> OpenAsync(SegmentId id, CancellationToken cancellationToken) => store.OpenAsync(id, cancellationToken);

        public Task DeleteAsync(string runId, CancellationToken cancellationToken) => store.DeleteAsync(runId, cancellationToken);
    }

    /// <summary>A source whose partitions differ in their fields.</summary>
    private sealed class Partitions(params string[] records) : ISource
    {
        public void Validate(JsonElement config, string path, Problems problems) => throw new NotSupportedException();

        public IAsyncEnumerable<Check> CheckAsync(JsonElement config, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<StreamDescriptor>> DiscoverAsync(JsonElement config, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<SourcePlan> PlanAsync(JsonElement config, PlanRequest request, CancellationToken cancellationToken) =>
            Task.FromResult(new SourcePlan(Schema.Empty, [.. records.Select((_, i) => new SourcePartition(i, ""))], Repeatable: true));

        public async IAsyncEnumerable<SourceBatch> ReadAsync(JsonElement config, ReadRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield return new SourceBatch(JsonRecords.Parse(records[request.Partition.Index]), null, [], 1);
        }
    }
}
