using System.Text.Json;
using System.Text.Json.Nodes;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;
using DataAggregator.Transformations.Engine;
using DataAggregator.Transformations.Fields;
using DataAggregator.Transformations.Operations;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Transformations.Operations;

/// <summary>What is done to every record allocates nothing for it: only building the column does.</summary>
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
[Collection(nameof(AllocationTests))]
public sealed class AllocationTests
{
    private const int Rows = 4096;
    private static readonly Scratch Buffers = new();

    [Theory]
    [InlineData("uppercase", "{}", "jo élan")]
    [InlineData("title_case", "{}", "jo doe")]
    [InlineData("trim", "{}", " x ")]
    [InlineData("pad", """{"length":9}""", "x")]
    [InlineData("replace", """{"search":"a","replacement":"b"}""", "banana")]
    [InlineData("substring", """{"start":1,"length":2}""", "banana")]
    [InlineData("normalize_unicode", "{}", "élan")]
    [InlineData("cleanse", "{}", " jo  élan ")]
    [InlineData("hash", """{"salt":"s"}""", "jo@example.com")]
    [InlineData("hmac", """{"secret_key":"k"}""", "jo@example.com")]
    [InlineData("mask", """{"keep_last":4}""", "4111111111111111")]
    [InlineData("tokenize", """{"secret_key":"k","preserve_format":true}""", "AB-12")]
    [InlineData("base64_encode", "{}", "banana")]
    [InlineData("cast", """{"type":"decimal"}""", "1234.50")]
    [InlineData("cast", """{"type":"date","format":"dd.MM.yyyy"}""", "15.01.2025")]
    [InlineData("parse_date", """{"format":"yyyy-MM-dd HH:mm:ss","time_zone":"Europe/Berlin"}""", "2025-01-15 10:30:00")]
    [InlineData("format_date", """{"format":"%d %B %Y %H:%M","time_zone":"Europe/Berlin"}""", "2025-01-15T10:30:00Z")]
    [InlineData("date_add", """{"amount":1,"unit":"months"}""", "2025-01-31")]
    [InlineData("lookup", """{"table":{"a":"b"}}""", "a")]
    [InlineData("default", """{"value":"x"}""", "")]
    [InlineData("format", """{"regex":"(z)","pattern":"$1"}""", "no match")]
    public void Allocates_nothing_for_a_record(string name, string parameters, string value)
    {
        var problems = new Problems();
        var operation = OperationCatalogue.Create(name, JsonDocument.Parse(parameters).RootElement, "", problems).ShouldNotBeNull();
        problems.ShouldBeEmpty();
        var builder = new BytesBuilder(DataType.String, Rows);
        for (var row = 0; row < Rows; row++)
            builder.Append(value);
        var input = builder.Build();
        var output = operation.Describe(new Field("v", DataType.String), [], "", problems).Type;
        int[] rows = [.. Enumerable.Range(0, Rows)];
        using var batch = new RecordBatch(Schema.Empty, [], Rows);
        var scope = new StepScope(new StepBooks("", "", ""), Steps.Context, RowOrigins.Of(batch), Rows, new Scratch(), rows, Rows);
        var result = operation.Apply(input, new OperationRun(scope, output));

        var operated = Allocated(() => operation.Apply(input, new OperationRun(scope, output)));
        var copied = Allocated(() => Copy(result));

        // The smallest object takes 24 bytes; less for a record can only be a buffer that the pool had none of.
        ((operated - copied) / (double)Rows).ShouldBeLessThan(24);
    }

    private static long Allocated(Func<Column> make)
    {
        // Pools fill up and code is compiled on the first rounds; the pool may be trimmed in any.
        var least = long.MaxValue;
        for (var round = 0; round < 8; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            make().Release();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    /// <summary>The same column built once more, which is what any operation does beside its own work.</summary>
    private static Column Copy(Column column)
    {
        var builder = new ValueBuilder(column.Type, column.Length);
        for (var row = 0; row < column.Length; row++)
            builder.Append(Value.At(column, row, Buffers));
        return builder.Build();
    }
}
