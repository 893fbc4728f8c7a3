using System.Text.Json;
using DataAggregator.Core.Configuration;
using DataAggregator.Core.Records;

namespace DataAggregator.Core.Transformations;

/// <summary>Compiles lists of steps as users write them.</summary>
public interface ITransformationCompiler
{
    /// <summary>Every step type.</summary>
    IReadOnlyList<TransformationSpec> Catalogue { get; }

    /// <summary>Every function and operator of the expression language.</summary>
    IReadOnlyList<FunctionSpec> Functions { get; }

    /// <summary>
    /// Compiles <paramref name="steps"/> - an array, one bare step, or an object with <c>transformations</c> - and adds every problem. With a
    /// schema, fields that it lacks are problems too; with <paramref name="inputs"/>, so are names that none of them has. Null when there
    /// was a problem.
    /// </summary>
    ITransformationProgram? Compile(JsonElement steps, Schema? input, string path, Problems problems, IReadOnlyList<NamedInput>? inputs = null);

    /// <summary>What the steps read beside the stream at hand, each <see cref="InputReference.Key"/> once; steps with problems are passed over.</summary>
    IReadOnlyList<InputReference> FindInputs(JsonElement steps, string path);
}
