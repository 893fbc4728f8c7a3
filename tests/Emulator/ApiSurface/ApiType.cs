using System.Reflection;

namespace DataAggregator.Tests.Emulator.ApiSurface;

/// <summary>Writes types in the format of the listings, nullable annotations included, which the compiler keeps in attributes.</summary>
internal sealed class ApiType
{
    private const byte Annotated = 2;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(char)] = "char",
        [typeof(decimal)] = "decimal",
        [typeof(double)] = "double",
        [typeof(float)] = "float",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(object)] = "object",
        [typeof(short)] = "short",
        [typeof(string)] = "string",
        [typeof(uint)] = "uint",
        [typeof(ulong)] = "ulong",
        [typeof(void)] = "void",
    };

    private readonly byte[] flags;
    private int next;

    private ApiType(byte[] flags)
    {
        this.flags = flags;
    }

    /// <summary>A type without annotations: a base, an interface, a constraint.</summary>
    public static string Plain(Type type) => new ApiType([0]).Write(type);

    public static string Of(Type type, FieldInfo field) => new ApiType(Flags(field.CustomAttributes) ?? Context(field.DeclaringType)).Write(type);

    public static string Of(Type type, PropertyInfo property) => new ApiType(Flags(property.CustomAttributes) ?? Context(property.DeclaringType)).Write(type);

    public static string Of(Type type, ParameterInfo parameter) => new ApiType(Flags(parameter.CustomAttributes) ?? Context(parameter.Member)).Write(type);

    public static string Return(MethodInfo method) => Of(method.ReturnType, method.ReturnParameter);

    private static byte[]? Flags(IEnumerable<CustomAttributeData> attributes)
    {
        var attribute = attributes.FirstOrDefault(attribute => attribute.AttributeType.Name == "NullableAttribute");
        return attribute?.ConstructorArguments[0].Value switch
        {
            byte flag => [flag],
            IEnumerable<CustomAttributeTypedArgument> several => [.. several.Select(flag => (byte)flag.Value!)],
            _ => null,
        };
    }

    // What holds for everything inside a member or type that says nothing itself.
    private static byte[] Context(MemberInfo? member)
    {
        for (; member is not null; member = member.DeclaringType)
        {
            var attribute = member.CustomAttributes.FirstOrDefault(attribute => attribute.AttributeType.Name == "NullableContextAttribute");
            if (attribute is not null)
            {
                return [(byte)attribute.ConstructorArguments[0].Value!];
            }
        }

        return [0];
    }

    private string Write(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Write(underlying) + "?";
        }

        // A value type that is not generic has no flag; a generic one has one that says nothing.
        var mark = string.Empty;
        if (!type.IsValueType || type.IsGenericParameter)
        {
            mark = Next() == Annotated ? "?" : string.Empty;
        }
        else if (type.IsGenericType)
        {
            Next();
        }

        if (type.IsArray)
        {
            return $"{Write(type.GetElementType()!)}[]{mark}";
        }

        return (Keywords.GetValueOrDefault(type) ?? Name(type)) + mark;
    }

    private string Name(Type type)
    {
        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        var name = type.Name.Split('`')[0];
        var prefix = type.IsNested ? Plain(type.DeclaringType!) : type.Namespace;
        var arguments = type.IsGenericType ? $"<{string.Join(", ", type.GetGenericArguments().Select(Write))}>" : string.Empty;
        return $"{prefix}.{name}{arguments}";
    }

    private byte Next() => flags.Length == 1 ? flags[0] : flags[next++];
}
