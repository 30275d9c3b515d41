# Header-only libraries: from Debian's packages, or from the folder that scripts/gather-headers.sh fills on machines
# that carry none (preset engine-only).
set(LEUKOLENS_THIRD_PARTY "${CMAKE_SOURCE_DIR}/.third-party" CACHE PATH "Headers gathered from Debian's packages")
add_library(header_only INTERFACE)
if(EXISTS "${LEUKOLENS_THIRD_PARTY}/include")
  target_include_directories(header_only SYSTEM INTERFACE "${LEUKOLENS_THIRD_PARTY}/include")
endif()
find_path(EXPECTED_INCLUDE tl/expected.hpp HINTS "${LEUKOLENS_THIRD_PARTY}/include" REQUIRED)
find_path(JSON_INCLUDE nlohmann/json.hpp HINTS "${LEUKOLENS_THIRD_PARTY}/include" REQUIRED)
