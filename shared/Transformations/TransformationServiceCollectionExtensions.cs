using DataAggregator.Core.Transformations;
using Microsoft.Extensions.DependencyInjection;

namespace DataAggregator.Transformations;

/// <summary>Registers the transformations.</summary>
public static class TransformationServiceCollectionExtensions
{
    /// <summary>Adds the compiler of steps; needs a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddTransformations(this IServiceCollection services) =>
        services.AddSingleton<ITransformationCompiler, TransformationCompiler>();
}
