using DataAggregator.Core.Connectors;
using DataAggregator.Core.Pipelines;
using DataAggregator.Core.Records;
using DataAggregator.Core.Schemas;
using DataAggregator.Orchestrations.Runs;
using DataAggregator.Tests.Fast.Transformations;
using Shouldly;
using Xunit;

namespace DataAggregator.Tests.Fast.Runs;

public sealed class SchemaGateTests
{
    private static readonly Schema Known = new(new Field("id", DataType.Int64), new Field("amount", DataType.Int64));
    private readonly List<RejectedRecord> rejected = [];

    [Fact]
    public void Evolve_lets_a_new_field_pass_and_tells_of_it_once()
    {
        var gate = Gate(SchemaEvolution.Evolve);
        Pass(gate, """[{"id":1,"amount":2,"note":"a"}]""").ShouldBe(["""{"id":1,"amount":2,"note":"a"}"""]);
        Pass(gate, """[{"id":2,"amount":3,"note":"b"}]""").Count.ShouldBe(1);

        var drift = gate.Drifts.ShouldHaveSingleItem();
        (drift.Change.Kind, drift.Change.Field, drift.Action).ShouldBe((SchemaChangeKind.New, "note", SchemaDriftAction.Added));
        gate.Beyond.ShouldNotBeNull().Select(field => field.Name).ShouldBe(["note"]);
    }

    [Fact]
    public void Freeze_leaves_new_fields_out() =>
        Pass(Gate(SchemaEvolution.Freeze), """[{"id":1,"amount":2,"note":"a"},{"id":2,"amount":3}]""").ShouldBe(["""{"id":1,"amount":2}""", """{"id":2,"amount":3}"""]);

    [Fact]
    public void Freeze_rejects_the_records_whose_value_has_another_type()
    {
        Pass(Gate(SchemaEvolution.Freeze), """[{"id":1,"amount":"x"},{"id":2,"amount":null}]""").ShouldBe(["""{"id":2,"amount":null}"""]);

        rejected.ShouldHaveSingleItem().Errors.ShouldHaveSingleItem().Code.ShouldBe("schema_drift");
    }

    [Fact]
    public void Quarantine_sets_aside_the_records_that_drift_and_no_others()
    {
        Pass(Gate(SchemaEvolution.Quarantine), """[{"id":1,"amount":2},{"id":2,"amount":3,"note":"b"},{"id":3,"amount":4,"note":null}]""")
            .ShouldBe(["""{"id":1,"amount":2}""", """{"id":3,"amount":4}"""]);

        var record = rejected.ShouldHaveSingleItem();
        (record.Ordinal, record.Errors[0].Field, record.Errors[0].Code).ShouldBe((1, "note", "schema_drift"));
    }

    [Fact]
    public void Reject_stops_at_the_first_batch_that_drifts()
    {
        var refusal = Should.Throw<ConnectorException>(() => Pass(Gate(SchemaEvolution.Reject), """[{"id":1,"amount":2,"note":"a"}]"""));

        (refusal.Code, refusal.Class).ShouldBe(("schema_drift", ErrorClass.Data));
        refusal.Message.ShouldContain("'note'");
    }

    [Fact]
    public void A_rename_is_proposed_and_not_applied()
    {
        var seen = new Schema(new Field("id", DataType.Int64), new Field("amounts", DataType.Int64));

        var changes = SchemaDiff.Between(Known, seen);

        changes.Single(change => change.Kind == SchemaChangeKind.Missing).RenamedTo.ShouldBe("amounts");
        new SchemaExpectation("source", Known, SchemaEvolution.Evolve, FieldOrigin.Declared).ToDeliver(seen).ShouldBe(seen);
    }

    [Theory]
    [InlineData(DataType.Int64, DataType.Decimal, SchemaChangeKind.Widened)]
    [InlineData(DataType.Decimal, DataType.Int64, SchemaChangeKind.Narrowed)]
    [InlineData(DataType.Bool, DataType.Date, SchemaChangeKind.Incompatible)]
    [InlineData(DataType.Int64, DataType.String, SchemaChangeKind.Incompatible)]
    [InlineData(DataType.Bool, DataType.Json, SchemaChangeKind.Widened)]
    public void A_change_of_type_widens_narrows_or_neither(DataType before, DataType after, SchemaChangeKind kind) => SchemaDiff.KindOf(before, after).ShouldBe(kind);

    [Theory]
    [InlineData(SchemaEvolution.Evolve, DataType.Decimal, DataType.Int64, DataType.Decimal)]
    [InlineData(SchemaEvolution.Evolve, DataType.Int64, DataType.Decimal, DataType.Decimal)]
    [InlineData(SchemaEvolution.Freeze, DataType.Int64, DataType.Decimal, DataType.Int64)]
    [InlineData(SchemaEvolution.Quarantine, DataType.Int64, DataType.String, DataType.Int64)]
    public void Fields_of_a_sample_are_read_by_the_type_that_the_policy_says(SchemaEvolution policy, DataType known, DataType seen, DataType read) =>
        new SchemaExpectation("source", new Schema(new Field("x", known)), policy, FieldOrigin.Sampled).ToRead(new Schema(new Field("x", seen)))[0].Type.ShouldBe(read);

    [Theory]
    [InlineData(FieldOrigin.Sampled, DataType.String, 0)]
    [InlineData(FieldOrigin.Carried, DataType.Int64, 1)]
    public void Texts_that_look_like_numbers_today_are_no_drift_where_everything_is_text(FieldOrigin origin, DataType read, int drifts)
    {
        var expected = new SchemaExpectation("source", new Schema(new Field("code", DataType.String)), SchemaEvolution.Evolve, origin);
        var seen = new Schema(new Field("code", DataType.Int64));

        expected.ToRead(seen)[0].Type.ShouldBe(read);
        expected.Judge(seen, isComplete: true).Count.ShouldBe(drifts);
        expected.Learn(seen, []).ShouldBe(new Schema(new Field("code", read)));
    }

    [Fact]
    public void A_source_without_anything_in_it_is_no_drift() =>
        new SchemaExpectation("source", Known, SchemaEvolution.Reject, FieldOrigin.Sampled).Judge(Schema.Empty, isComplete: true).ShouldBeEmpty();

    private static SchemaGate Gate(SchemaEvolution policy) => new(new SchemaExpectation("source", Known, policy, FieldOrigin.Carried), Known);

    private List<string> Pass(SchemaGate gate, string records)
    {
        using var batch = JsonRecords.Parse(records);
        using var passed = gate.Pass(batch, rejected);
        return [.. Enumerable.Range(0, passed.Count).Select(i => System.Text.Encoding.UTF8.GetString(RecordJson.ToBytes(passed, passed.RowAt(i))))];
    }
}
