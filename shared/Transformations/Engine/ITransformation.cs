using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;
using DataAggregator.Core.Transformations;

namespace DataAggregator.Transformations.Engine;

/// <summary>
/// One step of a list: an <see cref="IRowStep"/> or an <see cref="IExchange"/>. Implement <see cref="Transformation{TOptions}"/> or
/// <see cref="Exchange{TOptions}"/>, which give the settings their type; this untyped face is what the compiler calls.
/// </summary>
internal interface ITransformation
{
    /// <summary>What the step type says of itself.</summary>
    TransformationSpec Spec { get; }

    /// <summary>Takes the step as the user wrote it and adds every problem. Called once, before the other methods.</summary>
    /// <returns>The step's own name, null when it has none; meaningless after a problem.</returns>
    string? Bind(JsonElement step, string path, Problems problems);

    /// <summary>The schema of what comes out; adds a problem for every field that is needed and missing.</summary>
    Schema Describe(Schema input, string path, Problems problems);

    /// <summary>Takes down what the step makes of which fields.</summary>
    void Trace(LineageTrace trace);
}
