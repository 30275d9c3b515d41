# Flags of our own code: project_options (what is generated) and project_warnings (what is said about it).
add_library(project_options INTERFACE)
target_include_directories(project_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_definitions(project_options INTERFACE LEUKOLENS_VERSION="${PROJECT_VERSION}")
if(LEUKOLENS_SANITIZE)
  target_compile_options(project_options INTERFACE -fsanitize=${LEUKOLENS_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  # Debian's SOCI hides its type information, which that one check asks for: targets that use it set this property.
  target_compile_options(project_options INTERFACE $<$<BOOL:$<TARGET_PROPERTY:LEUKOLENS_USES_SOCI>>:-fno-sanitize=vptr>)
  target_link_options(project_options INTERFACE -fsanitize=${LEUKOLENS_SANITIZE})
endif()

add_library(project_warnings INTERFACE)
target_compile_options(project_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual)
if(LEUKOLENS_WARNINGS_AS_ERRORS)
  target_compile_options(project_warnings INTERFACE -Werror)
endif()

# leukolens_library(NAME SOURCES a.cpp … LINK lib …): one folder of core/ or ui/ as one static library.
function(leukolens_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINK;LINK_PRIVATE" ${ARGN})
  add_library(${name} STATIC ${arg_SOURCES})
  target_link_libraries(${name} PUBLIC project_options ${arg_LINK} PRIVATE project_warnings ${arg_LINK_PRIVATE})
endfunction()
