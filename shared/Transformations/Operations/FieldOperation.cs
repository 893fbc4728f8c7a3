using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Transformations.Fields;

namespace DataAggregator.Transformations.Operations;

/// <summary>
/// What a step can do to the values of one field, whatever the field. Derive from <see cref="FieldOperation{TParameters}"/>, or from
/// <see cref="ValueOperation{TParameters}"/> where each value goes by itself; this face without a type is what steps call.
/// An instance belongs to one step of one chain, so it may keep buffers.
/// </summary>
internal abstract class FieldOperation
{
    /// <summary>What the operation says of itself.</summary>
    public abstract OperationSpec Spec { get; }

    /// <summary>Other fields that the operation reads, after <see cref="Bind"/>.</summary>
    public virtual IReadOnlyList<FieldPath> Others => [];

    /// <summary>Takes the step's <c>parameters</c> and adds every problem. Called once, before the other methods.</summary>
    public abstract void Bind(JsonElement? parameters, string path, Problems problems);

    /// <summary>The field that comes out, whose type may be another; a field that the operation cannot take is a problem.</summary>
    public abstract Field Describe(Field input, string path, Problems problems);

    /// <summary>As the other overload, for an operation whose result depends on the fields of <see cref="Others"/> too.</summary>
    public virtual Field Describe(Field input, IReadOnlyList<Field> others, string path, Problems problems) => Describe(input, path, problems);

    /// <summary>The column that comes out, of the type described: a new one, or the same retained. A value that failed is null in it.</summary>
    public abstract Column Apply(Column input, OperationRun run);
}
