using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Transformations.Engine;

/// <summary>One step of a chain. Implement <see cref="Transformation{TOptions}"/>, which gives the settings their type; this untyped face is what the chain calls.</summary>
internal interface ITransformation
{
    /// <summary>What the step type says of itself.</summary>
    TransformationSpec Spec { get; }

    /// <summary>Takes the step as the user wrote it and adds every problem. Called once, before the other methods.</summary>
    /// <returns>The step's own name, null when it has none; meaningless after a problem.</returns>
    string? Bind(JsonElement step, string path, Problems problems);

    /// <summary>The schema of what comes out; adds a problem for every field that is needed and missing.</summary>
    Schema Describe(Schema input, string path, Problems problems);

    /// <summary>The records of <paramref name="input"/> as the step leaves them; rows are told off through <paramref name="scope"/>, never removed.</summary>
    RecordBatch Apply(RecordBatch input, StepScope scope);
}
