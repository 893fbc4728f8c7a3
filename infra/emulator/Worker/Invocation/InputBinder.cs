using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DataAggregator.Emulator.Worker.Invocation;

/// <summary>
/// Fills the parameters of a function: each from the trigger's value of its name, by the first converter that knows how. A parameter
/// that no converter fills gets its default, or null if its type allows.
/// </summary>
internal sealed class InputBinder(IOptions<WorkerOptions> options, IServiceProvider services)
{
    private readonly ConcurrentDictionary<Type, IInputConverter> converters = new();
    private readonly ImmutableArray<Type> registered = [.. options.Value.InputConverters];

    /// <summary>Fills the parameters of the invocation's function, in order.</summary>
    /// <exception cref="FunctionInputConverterException">A parameter could not be filled.</exception>
    public async ValueTask<object?[]> BindAsync(FunctionContext context)
    {
        var function = (FunctionDescriptor)context.FunctionDefinition;
        var bindings = context.Features.Get<InvocationBindings>()!;
        var arguments = new object?[function.ParameterBindings.Length];
        List<string>? errors = null;
        Exception? cause = null;
        for (var i = 0; i < arguments.Length; i++)
        {
            var binding = function.ParameterBindings[i];
            var source = bindings.Source(binding.Parameter.Name);
            var result = await ConvertAsync(binding, new EmulatedConverterContext(binding.Parameter, source, context));
            arguments[i] = result.Status == ConversionStatus.Succeeded ? result.Value : binding.Parameter.DefaultValue;
            if (Problem(binding.Parameter, source, result) is { } problem)
            {
                (errors ??= []).Add(problem);
                cause ??= result.Error;
            }
        }

        return errors is null
            ? arguments
            : throw new FunctionInputConverterException($"Error converting {errors.Count} input parameters for function '{function.Name}': {string.Join(' ', errors)}", cause);
    }

    private static string? Problem(FunctionParameter parameter, object? source, ConversionResult result) => result.Status switch
    {
        ConversionStatus.Failed when source is not null =>
            $"Cannot convert input parameter '{parameter.Name}' to type '{parameter.Type}' from type '{source.GetType()}': {result.Error?.Message}",
        ConversionStatus.Unhandled when !parameter.HasDefaultValue && !parameter.IsReferenceOrNullableType =>
            $"There is no value for parameter '{parameter.Name}'; give it a default or make it nullable.",
        _ => null,
    };

    private async ValueTask<ConversionResult> ConvertAsync(ParameterBinding binding, EmulatedConverterContext context)
    {
        foreach (var type in binding.AllowsFallback ? binding.Converters.AddRange(registered) : binding.Converters)
        {
            var result = await Converter(type).ConvertAsync(context);
            if (result.Status != ConversionStatus.Unhandled)
            {
                return result;
            }
        }

        return ConversionResult.Unhandled();
    }

    private IInputConverter Converter(Type type)
        => converters.GetOrAdd(type, static (type, services) => (IInputConverter)ActivatorUtilities.GetServiceOrCreateInstance(services, type), services);
}
